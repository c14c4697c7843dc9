"""Copy the course's notebooks to a folder that the learner may change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from clvwidgets._resources import resource_path
from clvwidgets.arguments import checked
from clvwidgets.course._whole_files import write_whole
from clvwidgets.course.contents import chapter
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
        Of the notebook, such as "03", or its name.

    Returns
    -------
    (Path, Path or None)
        The notebook, and where the learner's version is now; None if there was nothing to keep.

    Raises
    ------
    ValueError
        If the course has no such notebook.
    FileNotFoundError
        If it is not written yet, or ``folder`` is no copy of the course.

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
    name = chapter(number).path
    shipped = resource_path("notebooks") / name
    if not shipped.is_file():
        raise FileNotFoundError(f"{name} is not part of this version of the course.")
    record = _read_record(target)
    if not record:
        raise FileNotFoundError(
            f"The folder {target} holds no copy of the course. Make one: clvwidgets course {folder}"
        )
    notebook, kept = target / name, None
    if notebook.is_file() and _digest(notebook) != _digest(shipped):
        kept = _free_name(notebook)
        notebook.rename(kept)
    write_whole(notebook, shipped.read_bytes())
    _write_record(target, {**record, name: _digest(shipped)})
    trust([notebook])
    return notebook, kept


def _free_name(notebook: Path) -> Path:
    """Name beside a notebook for a version to keep; earlier ones stay."""
    names = (f"{notebook.stem}.mine{turn}.ipynb" for turn in chain([""], count(2)))
    return next(free for name in names if not (free := notebook.with_name(name)).exists())


def _course_files(source: Path) -> list[Path]:
    hidden = ".ipynb_checkpoints"
    return sorted(path for path in source.rglob("*") if path.is_file() and hidden not in path.parts)


def _read_record(target: Path) -> dict[str, str]:
    record = target / _RECORD
    if not record.is_file():
        return {}
    try:
        shipped = json.loads(record.read_text(encoding="utf-8"))
    except ValueError:
        return {}  # damaged: what differs from what is shipped counts as the learner's own
    if not isinstance(shipped, dict):
        return {}
    return {name: digest for name, digest in shipped.items() if isinstance(digest, str)}


def _write_record(target: Path, shipped: dict[str, str]) -> None:
    text = json.dumps(shipped, indent=1, sort_keys=True) + "\n"
    write_whole(target / _RECORD, text.encode())


def _digest(path: Path) -> str:
    """Digest of a text; Jupyter ends lines in Windows' way there, which is no change."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
