"""What nbval passes in silence, and what a notebook of the course must keep to.

A guard takes a notebook and gives its faults as sentences; an empty list means all is well.
`GUARDS` are those of the single notebook.
"""

import ast
import base64
import json
import re
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from nbformat import NotebookNode

from clvwidgets.display.panel_json import PANEL_MIME

COURSE = Path(__file__).parents[2] / "notebooks"
COURSE_NOTEBOOKS = sorted(
    path for path in COURSE.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
)

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
MAX_CODE_CELLS, MAX_LINES, MAX_WORDS = 16, 8, 1_200  # the sixteenth: work on one's own
MAX_COLUMNS, MAX_LINES_TO_READ = 88, 4
MAX_PANEL_BYTES, MAX_PICTURE_BYTES = 80_000, 20_000
MAX_IGNORED_SHARE = 0.02
MAX_DIGITS = 13
# Methods, measures, segments, strategies, cases.
LAST_TAG = {"M": 19, "K": 15, "G": 6, "S": 23, "C": 2}

Guard = Callable[[NotebookNode], list[str]]


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def bundles(notebook: NotebookNode) -> Iterator[tuple[str, NotebookNode]]:
    """Each stored output that has MIME types, with the id of its cell."""
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if "data" in output:
                yield cell.id, output.data


def every_code_cell_was_run(notebook: NotebookNode) -> list[str]:
    """nbval compares nothing in a cell without a count."""
    cells = code_cells(notebook)
    empty = [f"cell {cell.id} is empty" for cell in cells if not cell.source.strip()]
    counts = [cell.execution_count for cell in cells if cell.source.strip()]
    if counts != list(range(1, len(counts) + 1)):
        empty.append(f"cells were not run in order, each once: their counts are {counts}")
    return empty


def no_widget_view_is_stored(notebook: NotebookNode) -> list[str]:
    """A Lab without the extension shows one as "model not found"."""
    found = [
        f"cell {name} stores a widget view"
        for name, data in bundles(notebook)
        if WIDGET_VIEW in data
    ]
    if "widgets" in notebook.metadata:
        found.append("the notebook stores the state of widgets")
    return found


def every_panel_is_complete_and_small(notebook: NotebookNode) -> list[str]:
    """JSON for Lab, text for terminals and screen readers, a picture for GitHub and print.

    A lesson's card has words to show instead of a picture.
    """
    found = []
    for name, data in bundles(notebook):
        if PANEL_MIME not in data:
            continue
        seen = "text/html" if '"card":' in str(data[PANEL_MIME]) else "image/png"
        missing = sorted({"text/plain", seen} - data.keys())
        if missing:
            found.append(f"the panel of cell {name} has no {' and no '.join(missing)}")
        panel = len(json.dumps(data[PANEL_MIME], separators=(",", ":")).encode())
        picture = len(base64.b64decode(data.get("image/png", "")))
        if panel > MAX_PANEL_BYTES:
            found.append(f"the panel of cell {name} is {panel} bytes, over {MAX_PANEL_BYTES}")
        if picture > MAX_PICTURE_BYTES:
            found.append(f"the picture of cell {name} is {picture} bytes, over {MAX_PICTURE_BYTES}")
    return found


def no_output_loads_from_the_network(notebook: NotebookNode) -> list[str]:
    """Altair's own renderer does, and stays blank where there is no network."""
    remote = re.compile(r"https?://[^\"'\s]*(?:vega|\.js|\.css)|\bsrc\s*=\s*[\"']?(?:https?:)?//")
    return [
        f"the {mime} of cell {name} loads from the network"
        for name, data in bundles(notebook)
        for mime in ("text/html", "image/svg+xml", "application/javascript")
        if remote.search(data.get(mime, ""))
    ]


def no_output_hangs_on_the_processor(notebook: NotebookNode) -> list[str]:
    """A number written with all its digits differs in the last ones on another processor.

    A formula's own constant, such as 1.000000000001, has fewer and is the same everywhere.
    """
    number = re.compile(r"(?<![\w.])(\d+\.\d+)(?:[eE][-+]?\d+)?(?!\w)")
    written = [
        (cell.id, json.dumps({mime: part for mime, part in shown.items() if mime != "image/png"}))
        for cell in code_cells(notebook)
        for output in cell.outputs
        for shown in [output.get("data", {"text": output.get("text", "")})]
    ]
    long = {
        name: found
        for name, text in written
        for found in number.findall(text)
        if len(found.replace(".", "").strip("0")) > MAX_DIGITS
    }
    return [
        f"cell {name} stores {found}: round it to what it means" for name, found in long.items()
    ]


def it_is_short(notebook: NotebookNode) -> list[str]:
    cells = code_cells(notebook)
    found = [
        f"cell {cell.id} has {lines} lines of code, over {MAX_LINES}"
        for cell in cells
        if (lines := len(cell.source.splitlines())) > MAX_LINES
    ]
    if len(cells) > MAX_CODE_CELLS:
        found.append(f"it has {len(cells)} code cells, over {MAX_CODE_CELLS}")
    words = sum(len(cell.source.split()) for cell in notebook.cells if cell.cell_type == "markdown")
    if words > MAX_WORDS:
        found.append(f"it has {words} words, over {MAX_WORDS}")
    return found


def its_lines_are_narrow(notebook: NotebookNode) -> list[str]:
    """A wider line is cut, or scrolls, beside a sidebar or on a projector."""
    return [
        f"cell {cell.id} has a line of {len(line)} characters, over {MAX_COLUMNS}: {line[:40]} …"
        for cell in code_cells(notebook)
        for line in cell.source.splitlines()
        if len(line) > MAX_COLUMNS
    ]


def its_cells_are_quickly_read(notebook: NotebookNode) -> list[str]:
    """Imports, comments and what the lesson asks are not counted; what a learner must read is."""
    return [
        f"cell {cell.id} has {lines} lines to read, over {MAX_LINES_TO_READ}"
        for cell in code_cells(notebook)
        if (lines := _lines_to_read(cell.source)) > MAX_LINES_TO_READ
    ]


def _lines_to_read(source: str) -> int:
    passed: set[int] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom) or _is_of_the_lesson(node):
            passed.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return sum(
        number not in passed and bool(line.strip()) and not line.lstrip().startswith("#")
        for number, line in enumerate(source.splitlines(), 1)
    )


def _is_of_the_lesson(node: ast.AST) -> bool:
    """Whether a statement is the lesson itself: `lesson = Lesson(…)` or `lesson.check(…)`."""
    match node:
        case ast.Assign(targets=[ast.Name(id="lesson")]):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="lesson")))):
            return True
    return False


def it_is_plain_python(notebook: NotebookNode) -> list[str]:
    """The idea is read, not the plumbing: no `lambda`, no `**options`, no Altair of one's own."""
    found = []
    for cell in code_cells(notebook):
        for node in ast.walk(ast.parse(cell.source)):
            match node:
                case ast.Lambda():
                    found.append(f"cell {cell.id} has a lambda")
                case ast.keyword(arg=None):
                    found.append(f"cell {cell.id} unpacks a mapping with **")
                case ast.Import(names=names) if "altair" in {name.name for name in names}:
                    found.append(f"cell {cell.id} imports altair: use a chart function of ours")
    return found


def its_tags_are_of_the_syllabus(notebook: NotebookNode) -> list[str]:
    """`clvwidgets.teaches` lists what the notebook covers, such as ["M2", "M3"]; maybe nothing."""
    tags = notebook.metadata.get("clvwidgets", {}).get("teaches")
    if not isinstance(tags, list):
        return ['its metadata has no list "clvwidgets.teaches"']
    found = [
        f"it teaches {tag!r}, which the syllabus does not have" for tag in tags if not _known(tag)
    ]
    if len(set(map(str, tags))) < len(tags):
        found.append(f"it names a tag twice: {tags}")
    return found


def _known(tag: object) -> bool:
    match = re.fullmatch(r"([A-Z])([1-9]\d?)", str(tag))
    return bool(match) and int(match[2]) <= LAST_TAG.get(match[1], 0)


# A number in prose worth checking has three digits or more, or a decimal part. Code, links,
# and years are left out.
NOT_PROSE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+", re.DOTALL)
NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|(?<![\w.])\d+(?:\.\d+)?"
)
YEAR = re.compile(r"(?:19|20)\d\d")


def numbers_in_prose_come_from_code(notebook: NotebookNode) -> list[str]:
    """Each such number is written in code, or rounds from one that code printed.

    What the story gives is listed in the notebook's metadata with the reason:
    `clvwidgets.given: {"1,000": "the size of the made-up shop"}`. A percentage may stand for the
    fraction that was printed. The guard sees a number that went stale; it cannot see one that is
    right but used for the wrong thing.
    """
    known = list(_numbers_of_code(notebook))
    given = notebook.metadata.get("clvwidgets", {}).get("given", {})
    found = []
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        text = NOT_PROSE.sub(" ", cell.source)
        for match in NUMBER.finditer(text):
            written = match[0]
            percent = text[match.end() :].lstrip(" \u00a0\u202f\\").startswith("%")
            if not _worth_checking(written) or written in given:
                continue
            if not _rounds(written, percent, known):
                found.append(f"cell {cell.id} says {written}, which no code of the notebook shows")
    return found


def _numbers_of_code(notebook: NotebookNode) -> Iterator[float]:
    for cell in code_cells(notebook):
        printed = (
            output.get("text", output.get("data", {}).get("text/plain", ""))
            for output in cell.outputs
        )
        for text in chain([cell.source.replace("_", "")], printed):
            yield from (_value(match[0]) for match in NUMBER.finditer(text))


def _value(written: str) -> float:
    return float(re.sub(r"[,\u00a0\u202f]", "", written))


def _worth_checking(written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    return ("." in written or len(digits) >= 3) and not YEAR.fullmatch(written)


def _rounds(written: str, percent: bool, known: list[float]) -> bool:
    """Whether a known number is ``written`` when rounded to as many decimals."""
    decimals = len(written.partition(".")[2])
    scales = (1, 100) if percent else (1,)
    # Half a unit in the last place, and a hair for what binary fractions lose.
    return any(
        abs(number * scale - _value(written)) <= 0.5 * 10**-decimals * (1 + 1e-9)
        for number in known
        for scale in scales
    )


NBVAL_BLIND = {"nbval-ignore-output", "nbval-skip", "pytest-validate-ignore-output"}


def ignored_cells_say_why(notebook: NotebookNode) -> list[str]:
    found = []
    for cell in code_cells(notebook):
        if is_ignored(cell) and not cell.metadata.get("clvwidgets", {}).get("reason"):
            found.append(f'cell {cell.id} is not compared and has no "clvwidgets.reason"')
        if re.search(r"#\s*(NBVAL_|PYTEST_VALIDATE)", cell.source):
            found.append(
                f"cell {cell.id} steers nbval by a comment; use a tag, learners see it less"
            )
    return found


def is_ignored(cell: NotebookNode) -> bool:
    return bool(NBVAL_BLIND & set(cell.metadata.get("tags", [])))


def few_cells_are_ignored(notebooks: list[NotebookNode]) -> list[str]:
    """The guard over the whole course."""
    cells = [cell for notebook in notebooks for cell in code_cells(notebook)]
    ignored = sum(map(is_ignored, cells))
    if ignored > MAX_IGNORED_SHARE * len(cells):
        return [f"{ignored} of {len(cells)} cells are not compared, over {MAX_IGNORED_SHARE:.0%}"]
    return []


GUARDS: list[Guard] = [
    every_code_cell_was_run,
    no_widget_view_is_stored,
    every_panel_is_complete_and_small,
    no_output_loads_from_the_network,
    no_output_hangs_on_the_processor,
    it_is_short,
    its_lines_are_narrow,
    its_cells_are_quickly_read,
    it_is_plain_python,
    its_tags_are_of_the_syllabus,
    numbers_in_prose_come_from_code,
    ignored_cells_say_why,
]
