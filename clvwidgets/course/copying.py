"""Copy the course's notebooks to a folder that the learner may change."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from clvwidgets._resources import resource_path

START = "0_start/00_start_here.ipynb"
_RECORD = ".clvwidgets-course.json"


@dataclass(frozen=True)
class Copied:
    """What `copy_course` did.

    Parameters
    ----------
    folder : where the course lies
    new : files that were not there before
    updated : files replaced by a newer version, because the learner had not changed them
    kept : files with changes of the learner's, left as they were
    """

    folder: Path
    new: tuple[str, ...]
    updated: tuple[str, ...]
    kept: tuple[str, ...]


def copy_course(folder: str | Path) -> Copied:
    """Copy the course into ``folder``, or bring a copy up to date without touching own changes.

    Parameters
    ----------
    folder : made if it is not there

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
    for path in _course_files(source):
        name = path.relative_to(source).as_posix()
        copy, fresh = target / name, _digest(path)
        if not copy.exists():
            done["new"].append(name)
        elif _digest(copy) == fresh:
            shipped[name] = fresh
            continue
        elif shipped.get(name) == _digest(copy):
            done["updated"].append(name)
        else:
            done["kept"].append(name)
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        shipped[name] = fresh
    (target / _RECORD).write_text(json.dumps(shipped, indent=1, sort_keys=True) + "\n")
    return Copied(target, *(tuple(done[key]) for key in ("new", "updated", "kept")))


def _course_files(source: Path) -> list[Path]:
    hidden = ".ipynb_checkpoints"
    return sorted(path for path in source.rglob("*") if path.is_file() and hidden not in path.parts)


def _read_record(target: Path) -> dict[str, str]:
    record = target / _RECORD
    if not record.is_file():
        return {}
    shipped: dict[str, str] = json.loads(record.read_text())
    return shipped


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
