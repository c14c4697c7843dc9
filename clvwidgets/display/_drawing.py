"""The kernel's side of the process that draws."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import weakref
from contextlib import suppress
from functools import lru_cache
from threading import Lock
from typing import IO, Any

from clvwidgets.display import _artist


def have_drawn(order: dict[str, Any]) -> bytes:
    """Have a chart drawn by another process, which is started at the first picture.

    Parameters
    ----------
    order : dict
        What `clvwidgets.display._artist` takes.

    Returns
    -------
    bytes

    Raises
    ------
    ValueError
        If the chart asks for too much, or holds what is no JSON.
    RuntimeError
        If it cannot be drawn.
    """
    try:
        line = json.dumps(order).encode() + b"\n"
    except TypeError as error:
        raise ValueError(
            f"This chart cannot be drawn: {error}. Give it numbers, text and dates as text only."
        ) from None
    if not _artist_of(os.getpid()).is_alive:
        _artist_of.cache_clear()
    answer = _artist_of(os.getpid()).answer(line)
    if answer is None:
        _artist_of.cache_clear()
        raise RuntimeError(
            f"This chart cannot be drawn: it took more than {_artist.MOST_SECONDS} seconds, or its "
            "drawing broke down. Give it less data, or a smaller size."
        )
    if "refused" in answer:
        raise ValueError(answer["refused"])
    if "failed" in answer:
        reason = " ".join(answer["failed"].split())
        raise RuntimeError(f"This chart cannot be drawn: {reason[:300]}")
    return base64.b64decode(answer["content"])


class _Artist:
    """A process that draws, for as long as it lives."""

    def __init__(self, seconds: float = _artist.MOST_SECONDS) -> None:
        # What was found here is found there, and nothing besides.
        places = os.pathsep.join(place for place in sys.path if place)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", _artist.__name__, str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": places},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._one_at_a_time = Lock()
        self._end = weakref.finalize(self, _end, self._process)

    @property
    def is_alive(self) -> bool:
        """Whether it still waits for orders."""
        return self._process.poll() is None

    def answer(self, line: bytes) -> dict[str, str] | None:
        """Give an order and wait for the answer; None if the process ended over it."""
        with self._one_at_a_time:
            try:
                written = self._ask(line)
            except BaseException:  # interrupted: nobody waits for the answer any more
                self._end()
                raise
        if not written:
            self._end()
            return None
        answer: dict[str, str] = json.loads(written)
        return answer

    def _ask(self, line: bytes) -> bytes:
        try:
            _pipe(self._process.stdin).write(line)
            _pipe(self._process.stdin).flush()
            return _pipe(self._process.stdout).readline()
        except (OSError, ValueError):  # it has ended before, and its pipes with it
            return b""


@lru_cache(maxsize=1)
def _artist_of(_process_id: int) -> _Artist:
    """Start the one artist of a process; a fork has its own."""
    try:
        return _Artist()
    except OSError as error:
        raise RuntimeError(
            f"Pictures are drawn by a process of their own, and none can be started: {error}."
        ) from None


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    assert end is not None
    return end


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            _pipe(pipe).close()
    process.wait()
