"""What a learner has done, in one plain file of their own; nothing is kept unless they say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clvwidgets._files import at_place
from clvwidgets.arguments import checked
from clvwidgets.course._progress_file import (
    TESTS,
    Answer,
    item_key,
    progress_file,
    read_answers,
    write_answers,
)
from clvwidgets.course._tallies import COLUMNS, tallies
from clvwidgets.course.text_tables import as_table

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Progress:
    """What the file says.

    Parameters
    ----------
    file : path
        Where it is, or would be.
    kept : bool
        Whether it is there, so that answers are written down.
    lessons : mapping
        For each notebook's name, for each question's key: ``{"kind", "right", "tries"}``, and of
        the pre-test ``"first"`` and ``"belief"``.
    """

    file: Path
    kept: bool
    lessons: Mapping[str, Mapping[str, Mapping[str, Any]]]

    def rows(self) -> list[dict[str, Any]]:
        """One row for each notebook that was begun: what was answered, beside what it asks.

        Returns
        -------
        list of dict

        Examples
        --------
        >>> Progress(Path("x"), True, {}).rows()
        []
        """
        return tallies(self.lessons)

    def to_frame(self) -> pd.DataFrame:
        """Give the same as a table; ``to_frame().to_csv("progress.csv")`` exports it."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(COLUMNS)).set_index("notebook")

    def __str__(self) -> str:
        if not self.kept:
            return (
                "Nothing is kept. progress(keep=True) writes your answers to the file "
                f"{self.file.name} in the course's folder; it stays on this machine."
            )
        head = f"Kept in {self.file.name}. progress(keep=False) deletes it."
        rows = self.rows()
        return f"{head}\n{as_table(rows, COLUMNS)}" if rows else head

    def __repr__(self) -> str:
        return str(self)


@checked()
def progress(keep: bool | None = None, *, folder: str | Path = ".") -> Progress:
    """Show what you have done; begin or stop writing it down.

    Parameters
    ----------
    keep : bool, optional
        True begins a file of your answers, False deletes it, None changes nothing.
    folder : str or pathlib.Path
        Any folder of the course, such as the one of the notebook.

    Returns
    -------
    Progress

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    OSError
        If the file may not be read, written or deleted.
    ValueError
        If the file in it is none of ours.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(progress(keep=True, folder=folder))
    Kept in clvwidgets-progress.json. progress(keep=False) deletes it.
    """
    if not Path(folder).is_dir():
        raise FileNotFoundError(f"There is no folder {str(folder)!r}. Name one of the course.")
    file = progress_file(folder)
    if keep and not file.exists():
        write_answers(file, {})
    if keep is False:
        with at_place(file):
            file.unlink(missing_ok=True)
    return Progress(file, file.exists(), read_answers(file))


def note(
    lesson: str,
    key: str,
    kind: str,
    *,
    right: bool,
    belief: str = "",
    folder: str | Path = ".",
) -> None:
    """Write down a try, if the learner keeps a file.

    Parameters
    ----------
    lesson, key : str
        Name of the notebook, key of the question in it.
    kind : str
        "question", "exercise" or "prediction"; "pretest" or "posttest" for a question that
        measures what is known, of which the first answer is kept apart.
    right : bool
        Whether the answer was right.
    belief : str
        Name of the misconception behind a wrong answer to a test.
    folder : str or pathlib.Path
        Where the file lies.

    Raises
    ------
    OSError
        If the file may not be read or written.
    ValueError
        If it is none of ours.
    """
    file = progress_file(folder)
    if not file.exists():
        return
    lessons = read_answers(file)
    answers = lessons.setdefault(lesson, {})
    if kind in TESTS:
        key = item_key(kind, key)
        first: Answer = {"first": right, "belief": "" if right else belief}
    else:
        first = {}
    before = answers.get(key, {"tries": 0, "right": False, **first})
    answers[key] = {
        **first,
        **before,
        "kind": kind,
        "right": before["right"] or right,
        # Tries after the right one are play, and count for nothing.
        "tries": before["tries"] + (not before["right"]),
    }
    write_answers(file, lessons)
