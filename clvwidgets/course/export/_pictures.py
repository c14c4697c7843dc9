"""Pictures in a notebook's outputs: base64 of what they say they are, or nothing."""

from __future__ import annotations

import base64
import binascii
import io
from typing import Any

from PIL import Image

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}


def keep_true_pictures(data: dict[str, Any]) -> None:
    """Take out of an output's data what is called a picture and is none.

    A page holds a picture as the address of its bytes: whatever else is written there would become
    part of the page.

    Parameters
    ----------
    data : dict
        MIME type to content; changed in place.

    Examples
    --------
    >>> data = {"image/png": '"><meta http-equiv="refresh" content="0; url=x">'}
    >>> keep_true_pictures(data)
    >>> data
    {'text/plain': '(a picture that is damaged)'}
    """
    for kind in _FORMATS.keys() & data:
        picture = _picture(data.pop(kind), _FORMATS[kind])
        if picture:
            data[kind] = picture
    if not data:
        data["text/plain"] = "(a picture that is damaged)"


def _picture(text: Any, form: str) -> str | None:
    """Write a picture's base64 anew; None if it is none."""
    try:
        content = base64.b64decode("".join(str(text).split()), validate=True)
        with Image.open(io.BytesIO(content), formats=[form]) as picture:
            picture.verify()
    except (binascii.Error, ValueError, OSError, SyntaxError, Image.DecompressionBombError):
        return None  # Pillow calls a broken PNG a SyntaxError
    return base64.b64encode(content).decode()
