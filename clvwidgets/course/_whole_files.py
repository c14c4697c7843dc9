"""Files that are there whole or not at all, however full the disk and whenever the process ends."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and put it there when it is complete.

    Parameters
    ----------
    path : pathlib.Path
        Its folder is made if it is not there.
    content : bytes
        All of it.

    Raises
    ------
    OSError
        If the disk is full or the folder cannot be written; what was there before is still there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        fresh = Path(name)
        fresh.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        fresh.replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Tell what the person's files do not allow others; to ask is to set it for a moment."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
