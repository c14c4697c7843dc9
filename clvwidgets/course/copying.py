"""Copy the course's notebooks to a folder that the learner may change."""

from __future__ import annotations

import difflib
import hashlib
import json
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from clvwidgets._resources import resource_path
from clvwidgets.arguments import checked
from clvwidgets.course._small_json import read_small_json
from clvwidgets.course._whole_files import write_whole
from clvwidgets.course.contents import CHAPTERS, Chapter
from clvwidgets.course.trusting import trust

START = "0_start/00_start_here.ipynb"
_RECORD = ".clvwidgets-course.json"


@dataclass(frozen=True)
class Copied:
    """What `copy_course` did.

    Parameters
    ----------
    folder : path
        Where the course lies.
    new : tuple of str
        Files that were not there before.
    updated : tuple of str
        Files replaced by a newer version, because the learner had not changed them.
    kept : tuple of str
        Files with changes of the learner's, left as they were.
    """

    folder: Path
    new: tuple[str, ...]
    updated: tuple[str, ...]
    kept: tuple[str, ...]


@checked()
def copy_course(folder: str | Path) -> Copied:
    """Copy the course into ``folder``, or bring a copy up to date without touching own changes.

    What is as it was shipped is signed, so that JupyterLab shows its panels alive at once.

    Parameters
    ----------
    folder : path
        Made if it is not there.

    Returns
    -------
    Copied

    Raises
    ------
    NotADirectoryError
        If ``folder`` is a file.
    OSError
        If it cannot be written, or something lies where the record of the copy belongs.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     first = copy_course(folder)
    ...     second = copy_course(folder)
    >>> START in first.new, second.new
    (True, ())
    """
    target = Path(folder).expanduser().resolve()
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(f"{target} is a file. Name a folder for the course.")
    source = resource_path("notebooks")
    shipped = _read_record(target)
    done: dict[str, list[str]] = {"new": [], "updated": [], "kept": []}
    as_shipped: list[Path] = []
    for path in _course_files(source):
        name = path.relative_to(source).as_posix()
        copy, fresh = target / name, _digest(path)
        if not copy.exists():
            done["new"].append(name)
        elif not copy.is_file():  # a folder of that name, which is the learner's
            done["kept"].append(name)
            continue
        elif _digest(copy) == fresh:
            shipped[name] = fresh
            as_shipped.append(copy)
            continue
        elif shipped.get(name) == _digest(copy):
            done["updated"].append(name)
        else:
            done["kept"].append(name)
            continue
        write_whole(copy, path.read_bytes())
        shipped[name] = fresh
        as_shipped.append(copy)
    _write_record(target, shipped)
    trust(as_shipped)
    return Copied(target, *(tuple(done[key]) for key in ("new", "updated", "kept")))


@checked()
def reset_notebook(folder: str | Path, number: str) -> tuple[Path, Path | None]:
    """Bring one notebook of a copy back to how it was shipped; the learner's version is kept.

    Parameters
    ----------
    folder : path
        The copy of the course.
    number : str
        Of the notebook, such as "03", or its name; `shipped_numbers` says which there are.

    Returns
    -------
    (Path, Path or None)
        The notebook, and where the learner's version is now; None if there was nothing to keep.

    Raises
    ------
    ValueError
        If this version of the course has no such notebook.
    FileNotFoundError
        If ``folder`` is no copy of the course.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     copied = copy_course(folder)
    ...     notebook, kept = reset_notebook(folder, "01")
    >>> notebook.name, kept
    ('01_clv_in_ten_minutes.ipynb', None)
    """
    target = Path(folder).expanduser().resolve()
    name = _shipped_chapter(number).path
    shipped = resource_path("notebooks") / name
    record = _read_record(target)
    if not (target / _RECORD).is_file():
        raise FileNotFoundError(
            f"The folder {target} holds no copy of the course. Make one: clvwidgets course {folder}"
        )
    notebook, kept = target / name, None
    if notebook.exists() and not _is_same(notebook, shipped):
        kept = _free_name(notebook)
        notebook.rename(kept)
    write_whole(notebook, shipped.read_bytes())
    _write_record(target, {**record, name: _digest(shipped)})
    trust([notebook])
    return notebook, kept


def shipped_numbers() -> str:
    """Say which notebooks this version of the course has.

    Returns
    -------
    str

    Examples
    --------
    >>> shipped_numbers()[:6]
    '00 to '
    """
    numbers = [one.number for one in _shipped_chapters()]
    if len(numbers) < 2 or int(numbers[-1]) - int(numbers[0]) + 1 != len(numbers):
        return ", ".join(numbers)
    return f"{numbers[0]} to {numbers[-1]}"


def _shipped_chapters() -> list[Chapter]:
    source = resource_path("notebooks")
    return [one for one in CHAPTERS if (source / one.path).is_file()]


def _shipped_chapter(number: str) -> Chapter:
    chapters = _shipped_chapters()
    for one in chapters:
        if number in (one.name, one.number):
            return one
    near = difflib.get_close_matches(number, [one.name for one in chapters], 1)
    hint = f"Did you mean {near[0]!r}?" if near else f"It has {shipped_numbers()}."
    raise ValueError(f"This version of the course has no notebook {number!r}. {hint}")


def _is_same(notebook: Path, shipped: Path) -> bool:
    return notebook.is_file() and _digest(notebook) == _digest(shipped)


def _free_name(notebook: Path) -> Path:
    """Name beside a notebook for a version to keep; earlier ones stay."""
    names = (f"{notebook.stem}.mine{turn}.ipynb" for turn in chain([""], count(2)))
    return next(free for name in names if not (free := notebook.with_name(name)).exists())


def _course_files(source: Path) -> list[Path]:
    hidden = ".ipynb_checkpoints"
    return sorted(path for path in source.rglob("*") if path.is_file() and hidden not in path.parts)


def _read_record(target: Path) -> dict[str, str]:
    """Read what was shipped; of what a damaged record does not say, all is the learner's own."""
    record = target / _RECORD
    if record.exists() and not record.is_file():
        raise FileExistsError(
            f"{record} is a folder, where the course keeps what it has shipped. Move it away."
        )
    try:
        shipped = read_small_json(record)
    except (FileNotFoundError, ValueError):
        return {}
    if not isinstance(shipped, dict):
        return {}
    return {name: digest for name, digest in shipped.items() if isinstance(digest, str)}


def _write_record(target: Path, shipped: dict[str, str]) -> None:
    text = json.dumps(shipped, indent=1, sort_keys=True) + "\n"
    write_whole(target / _RECORD, text.encode())


def _digest(path: Path) -> str:
    """Digest of a text; Jupyter ends lines in Windows' way there, which is no change."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
