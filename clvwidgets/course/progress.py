"""What a learner has done, in one plain file of their own; nothing is kept unless they say so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clvwidgets.arguments import checked
from clvwidgets.course._whole_files import write_whole
from clvwidgets.course.contents import CHAPTERS
from clvwidgets.course.copying import START

if TYPE_CHECKING:
    import pandas as pd

FILE = "clvwidgets-progress.json"
COLUMNS = ("notebook", "questions", "exercises", "tries", "predictions")


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
        For each notebook's name, for each question's key: ``{"kind", "right", "tries"}``.
    """

    file: Path
    kept: bool
    lessons: Mapping[str, Mapping[str, Mapping[str, Any]]]

    def rows(self) -> list[dict[str, Any]]:
        """One row for each notebook that was begun: what was answered rightly, of what was asked.

        Returns
        -------
        list of dict

        Examples
        --------
        >>> Progress(Path("x"), True, {}).rows()
        []
        """
        known = [chapter.name for chapter in CHAPTERS if chapter.name in self.lessons]
        return [_row(name, self.lessons[name].values()) for name in known]

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
        return f"{head}\n{as_table(self.rows(), COLUMNS)}" if self.lessons else head

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
        file.write_text("{}\n", encoding="utf-8")
    if keep is False:
        file.unlink(missing_ok=True)
    return Progress(file, file.exists(), _read(file))


def progress_file(folder: str | Path = ".") -> Path:
    """Where the file of the course around ``folder`` is; in ``folder`` itself if there is none."""
    here = Path(folder).resolve()
    course = next((up for up in (here, *here.parents[:2]) if (up / START).is_file()), here)
    return course / FILE


def note(lesson: str, key: str, kind: str, *, right: bool, folder: str | Path = ".") -> None:
    """Write down a try, if the learner keeps a file.

    Parameters
    ----------
    lesson, key : str
        Name of the notebook, key of the question in it.
    kind : str
        "question", "exercise" or "prediction".
    right : bool
        Whether the answer was right.
    folder : str or pathlib.Path
        Where the file lies.
    """
    file = progress_file(folder)
    if not file.exists():
        return
    lessons = _read(file)
    before = lessons.setdefault(lesson, {}).get(key, {"tries": 0, "right": False})
    lessons[lesson][key] = {
        "kind": kind,
        "right": before["right"] or right,
        # Tries after the right one are play, and count for nothing.
        "tries": before["tries"] + (not before["right"]),
    }
    text = json.dumps(lessons, indent=1, sort_keys=True) + "\n"
    write_whole(file, text.encode())


def summary(folders: Iterable[str | Path]) -> list[dict[str, Any]]:
    """Sum up a class: one row for each learner's folder and notebook.

    Parameters
    ----------
    folders : iterable of path
        Copies of the course, or progress files.

    Returns
    -------
    list of dict

    Raises
    ------
    FileNotFoundError
        If there is no progress file.
    ValueError
        If a file is none of ours.
    """
    rows = []
    for folder in map(Path, folders):
        file = folder if folder.is_file() else progress_file(folder)
        if not file.is_file():
            raise FileNotFoundError(
                f"{folder} has no {FILE}. The learner starts one with progress(keep=True)."
            )
        learner = file.parent.name if file.name == FILE else file.stem
        found = Progress(file, True, _read(file)).rows()
        rows += [{"learner": learner, **row} for row in found]
    return rows


def as_table(rows: list[dict[str, Any]], columns: Iterable[str]) -> str:
    """Write rows as a table of text; nothing in it steers the terminal that shows it.

    Parameters
    ----------
    rows : list of dict
    columns : iterable of str
        The headings.

    Returns
    -------
    str

    Examples
    --------
    >>> print(as_table([{"a": 1, "b": "x"}], ["a", "b"]))
    a  b
    1  x
    """
    from clvwidgets.data import printable  # brings pandas along

    lines = [
        [printable(str(cell)) for cell in line]
        for line in (list(columns), *(row.values() for row in rows))
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def as_csv(rows: list[dict[str, Any]], columns: Iterable[str]) -> str:
    """Write rows as CSV that neither a spreadsheet runs nor a terminal obeys.

    Parameters
    ----------
    rows : list of dict
    columns : iterable of str
        The headings.

    Returns
    -------
    str

    Examples
    --------
    >>> print(as_csv([{"learner": "=cmd()", "tries": 2}], ["learner", "tries"]), end="")
    "learner","tries"
    "'=cmd()",2
    """
    from clvwidgets.data import printable, rows_as_csv  # brings pandas along

    names = list(columns)
    cells = [[_shown(row[name], printable) for name in names] for row in rows]
    return rows_as_csv([names, *cells])


def _read(file: Path) -> dict[str, dict[str, dict[str, Any]]]:
    if not file.is_file():
        return {}
    try:
        lessons: dict[str, dict[str, dict[str, Any]]] = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(
            f"{file} cannot be read: {error}. Delete it, or call progress(keep=False)."
        ) from None
    if not _is_ours(lessons):
        raise ValueError(
            f"{file} cannot be read: it does not say of each notebook's questions kind, right and "
            "tries. Delete it, or call progress(keep=False)."
        )
    return lessons


def _is_ours(lessons: Any) -> bool:
    """Whether a file has the shape that `note` writes."""
    if not isinstance(lessons, dict):
        return False
    if not all(isinstance(tries, dict) for tries in lessons.values()):
        return False
    return all(_is_try(one) for tries in lessons.values() for one in tries.values())


def _is_try(one: Any) -> bool:
    if not isinstance(one, dict) or not {"kind", "right", "tries"} <= set(one):
        return False
    return isinstance(one["kind"], str) and type(one["right"]) is bool and type(one["tries"]) is int


def _shown(value: Any, printable: Callable[[str], str]) -> Any:
    return printable(value) if isinstance(value, str) else value


def _row(name: str, tries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    tries = list(tries)

    def score(kind: str) -> str:
        of_kind = [one for one in tries if one["kind"] == kind]
        return f"{sum(one['right'] for one in of_kind)}/{len(of_kind)}"

    return {
        "notebook": name,
        "questions": score("question"),
        "exercises": score("exercise"),
        "tries": sum(one["tries"] for one in tries if one["kind"] == "exercise"),
        "predictions": score("prediction"),
    }
