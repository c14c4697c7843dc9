"""A bar for whatever takes long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Event, Thread

_PATIENCE, _TICK = 2.0, 0.25


@contextmanager
def progress(
    task: str, percent: Callable[[], float] | None = None, *, after: float = _PATIENCE
) -> Iterator[None]:
    """Show a bar, in a terminal or a notebook, as soon as the work within takes long.

    Nothing is written to a file: each step of the bar would add to it.

    The work stays in the thread of the caller, so that it can be interrupted as always; the bar
    has one of its own and goes away with the work, however that ends.

    Parameters
    ----------
    task : str
        What is done, such as "Reading orders.parquet".
    percent : callable, optional
        How much is done, 0 to 100, or below 0 where that is not known. Without it the bar counts
        seconds.
    after : number of seconds
        Work that is done by then shows nothing.

    Examples
    --------
    >>> with progress("Adding up"):
    ...     sum(range(10))
    45
    """
    done = Event()
    # A notebook finds the cell to which the output belongs in the context of the caller.
    shown = Thread(target=copy_context().run, args=(_show, task, percent, after, done), daemon=True)
    try:
        shown.start()
    except RuntimeError:  # there are no threads here, as in the browser's own Python: no bar
        yield
        return
    try:
        yield
    finally:
        done.set()
        shown.join()


def _show(task: str, percent: Callable[[], float] | None, after: float, done: Event) -> None:
    if done.wait(after):
        return
    from tqdm.auto import tqdm

    known = percent is not None
    form = "{desc}: {percentage:3.0f}%|{bar}| {elapsed}" if known else "{desc}: {elapsed}"
    total = 100 if known else None
    # With a delay nothing is drawn before the clock is put back to where the work began.
    looks = {"bar_format": form, "leave": False, "delay": 1e-9}
    with tqdm(desc=task, total=total, disable=None, **looks) as bar:
        if bar.disable:
            return
        bar.start_t -= after
        while not done.wait(_TICK):
            if percent is not None:
                bar.n = min(max(percent(), bar.n), 100)
            bar.refresh()
