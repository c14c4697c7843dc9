"""Files of text that are not written in UTF-8."""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path
from typing import IO, cast

_PIECE = 1 << 20


def copy_as_utf8(path: Path, folder: Path) -> tuple[Path, str]:
    """Write a file anew in UTF-8, piece by piece.

    A mark at the beginning tells UTF-16. Else it is taken for Windows-1252, which most old
    exports are written in and which holds the letters of Latin-1; for Latin-1 where a byte has no
    meaning in Windows-1252.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    folder : pathlib.Path
        Where to put the new one.

    Returns
    -------
    tuple of Path and str
        The new file, and the name of the encoding that was read.

    Raises
    ------
    ValueError
        If it begins like UTF-16 and does not go on so.
    """
    with _open(path) as file:
        marked = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    copy = folder / path.name.lower().removesuffix(".gz")
    names = {"UTF-16": "utf-16"} if marked else {"Windows-1252": "cp1252", "Latin-1": "latin-1"}
    for name, codec in names.items():
        try:
            _copy(path, copy, codec)
        except UnicodeDecodeError:
            continue
        return copy, name
    raise ValueError(
        f"{path.name} begins like UTF-16 and does not go on so. Save it as UTF-8 and read it again."
    )


def _copy(path: Path, copy: Path, codec: str) -> None:
    decoder = codecs.getincrementaldecoder(codec)()
    with _open(path) as file, copy.open("wb") as out:
        while piece := file.read(_PIECE):
            out.write(decoder.decode(piece).encode())
        out.write(decoder.decode(b"", final=True).encode())


def _open(path: Path) -> IO[bytes]:
    packed = path.name.lower().endswith(".gz")
    return cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")
