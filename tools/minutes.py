"""Count a reader's minutes in each notebook, by one rule, and write them into its plan.

    python tools/minutes.py [--write]

The rule: 200 words a minute, a minute for each cell of code, a minute and a half for each exercise,
three minutes for each widget with its task and for the work on one's own; to the nearest five.
Words are the notebook's prose, what its lesson asks and says, and what its predictions reveal.
Without `--write` it only prints what it counts, and ends with 1 if a plan says otherwise.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from clvwidgets.course import exercises
from clvwidgets.course.contents import chapter
from clvwidgets.course.exercises import lesson_names, load_plan
from clvwidgets.course.plan import LessonPlan, filled, values_of
from clvwidgets.display.panel_json import PANEL_MIME

COURSE = Path(__file__).resolve().parent.parent / "notebooks"
WORDS_A_MINUTE, MINUTES_A_CELL, MINUTES_AN_EXERCISE, MINUTES_A_TASK = 200, 1.0, 1.5, 3.0


@dataclass(frozen=True)
class Counted:
    """What takes a reader's time in a notebook."""

    words: int
    cells: int
    exercises: int
    tasks: int

    @property
    def minutes(self) -> int:
        """By the rule, to the nearest five."""
        exact = self.words / WORDS_A_MINUTE + self.cells * MINUTES_A_CELL
        exact += self.exercises * MINUTES_AN_EXERCISE + self.tasks * MINUTES_A_TASK
        return 5 * round(exact / 5)


def counted(notebook: NotebookNode, plan: LessonPlan) -> Counted:
    """Count in a notebook that was run.

    Parameters
    ----------
    notebook : NotebookNode
    plan : LessonPlan

    Returns
    -------
    Counted
    """
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    said = [text for cell in code if _asks(cell) for text in _texts(cell)]
    reveals = [
        filled(one.reveal, {**values_of(one.numbers), "answer": one.answer()})
        for one in plan.predictions
    ]
    return Counted(
        words=sum(len(text.split()) for text in (*prose, *said, *reveals)),
        cells=sum(map(_has_code_to_read, code)),
        exercises=len(plan.exercises),
        tasks=sum(map(_has_a_task, code)),
    )


def _asks(cell: NotebookNode) -> bool:
    return "lesson." in cell.source


def _texts(cell: NotebookNode) -> Iterator[str]:
    for output in cell.outputs:
        yield output.get("data", {}).get("text/plain", "")


def _has_code_to_read(cell: NotebookNode) -> bool:
    """Whether a cell does more than import and ask; an exercise has its own minutes."""
    if "lesson.check(" in cell.source:
        return False
    kinds = (ast.Import, ast.ImportFrom)
    read = [node for node in ast.parse(cell.source).body if not isinstance(node, kinds)]
    return any(not ast.unparse(node).startswith(("lesson.", "lesson = ")) for node in read)


def _has_a_task(cell: NotebookNode) -> bool:
    """Whether a cell shows, or locks, what can be moved or chosen from, or asks for own work."""
    if cell.source.startswith("lesson.on_your_own()"):
        return True
    for output in cell.outputs:
        shown = output.get("data", {}).get(PANEL_MIME)
        locked = (shown or {}).get("values", {}).get("panel")
        for panel in filter(None, (shown, locked)):
            declared = json.loads(panel["declaration"])
            if declared["fields"] or declared["selection"]:
                return True
    return False


def of_the_course() -> dict[str, Counted]:
    """Count in each notebook that has a plan.

    Returns
    -------
    dict
        From the notebook's name to what was counted.
    """
    plans = [load_plan(name) for name in lesson_names()]
    return {
        plan.name: counted(nbformat.read(COURSE / chapter(plan.name).path, as_version=4), plan)
        for plan in plans
    }


def write(name: str, minutes: int) -> None:
    """Put the minutes into the plan's module."""
    module = Path(exercises.__file__).parent / f"e{name}.py"
    old = module.read_text(encoding="utf-8")
    new = re.sub(r"^    minutes=\d+,$", f"    minutes={minutes},", old, count=1, flags=re.MULTILINE)
    module.write_text(new, encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write them; then run the notebooks")
    options = parser.parse_args(arguments)
    stale = 0
    for name, count in of_the_course().items():
        now = load_plan(name).minutes
        print(f"{name}: {count.minutes} minutes, plan says {now} ({count})")
        if count.minutes != now:
            stale += 1
            if options.write:
                write(name, count.minutes)
    return int(stale > 0 and not options.write)


if __name__ == "__main__":
    sys.exit(main())
