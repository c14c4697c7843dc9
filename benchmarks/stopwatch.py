"""How long a task takes: on the wall, and of the processor, which a busy machine changes less."""

from __future__ import annotations

import os
import time
from collections.abc import Callable


def seconds(task: Callable[[], object]) -> tuple[float, float]:
    """Wall time and processor time of the fastest of three runs, or of one that takes long."""
    times: list[tuple[float, float]] = []
    while len(times) < 3 and sum(wall for wall, _ in times) < 5.0:
        wall, processor = time.perf_counter(), processor_time()
        task()
        times.append((time.perf_counter() - wall, processor_time() - processor))
    return min(times)


def processor_time() -> float:
    """Seconds of all processors spent on this process and those that it started."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
