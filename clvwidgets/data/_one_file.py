"""One file on disk: exactly the one that was named, as it was when it was opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


def as_named(path: Path) -> str:
    """Write a path so that DuckDB, to which paths are patterns, finds this very file.

    Parameters
    ----------
    path : pathlib.Path
        It may hold brackets, asterisks and question marks.

    Returns
    -------
    str

    Examples
    --------
    >>> as_named(Path("/orders[1].csv"))
    '/orders[[]1].csv'
    """
    # From the root on: DuckDB takes "~" for a home, and may read when the folder is another.
    return re.sub(r"([\[*?])", r"[\1]", str(path.absolute()))


@dataclass(frozen=True)
class OneFile:
    """A file that must stay as it is while it is read, now and later.

    Attributes
    ----------
    path : pathlib.Path
        Absolute.
    state : tuple of int
        Size, time of the last change and place on disk.
    """

    path: Path
    state: tuple[int, int, int]

    @classmethod
    def at(cls, path: Path) -> OneFile:
        """Note how a file is now."""
        return cls(path.absolute(), _state(path))

    def check(self) -> None:
        """Raise a sentence if the file is another by now; one that is gone may not be needed.

        Raises
        ------
        ValueError
            If it was changed or replaced.
        """
        try:
            now = _state(self.path)
        except OSError:
            return
        if now != self.state:
            raise ValueError(
                f"{self.path} was changed after it was opened (it had {self.state[0]:,} bytes, now "
                f"{now[0]:,}), and old and new numbers would mix. Open it again: "
                f"TransactionLog({self.path.name!r})."
            )

    def require(self) -> None:
        """Raise a sentence if the file is gone, after a reading that failed.

        Raises
        ------
        FileNotFoundError
            If it is gone.
        """
        if not self.path.exists():
            raise FileNotFoundError(
                f"{self.path} was opened and is not there any more. Put it back, or open another: "
                "TransactionLog(...)."
            ) from None


def _state(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino
