"""How long the first widget of a session takes, beside a session that imports Altair itself first.

Run: python benchmarks/widgets/first_widget.py

The second builds the grammar of web addresses that `clvwidgets.charts` puts off. Both in turns,
each in a process of its own; processor time.
"""

import statistics
import subprocess
import sys

TURNS = 7
WAYS = {"clvwidgets first": "", "altair first": "import altair\n"}
SESSION = """
import time
start = time.process_time()
{before}from clvwidgets import SubscriptionCLV
SubscriptionCLV()
print(time.process_time() - start)
"""


def seconds(before: str) -> float:
    code = SESSION.format(before=before)
    command = [sys.executable, "-c", code]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    seen: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(TURNS):
        for name, before in WAYS.items():
            seen[name].append(seconds(before))
    middle = {name: statistics.median(times) for name, times in seen.items()}
    for name, times in seen.items():
        print(f"{name}: {middle[name]:.2f} s ({min(times):.2f} to {max(times):.2f})")
    print(f"ratio {middle['altair first'] / middle['clvwidgets first']:.1f}")
