"""What an install weighs and what an import costs: the slim package beside the whole desk.

    python benchmarks/package/slim.py dist/clvwidgets-*.whl

Each is installed into an empty environment of its own. The desk used to be all there was, so its
row is also the one of before.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

RUNS = 7
FIRST = "import clvwidgets; clvwidgets.SubscriptionCLV()"


def weight(folder: Path) -> float:
    """Megabytes of all files in a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def seconds(python: Path, code: str) -> float:
    """Median processor time of an interpreter that runs the code, less that of an empty one."""
    timed = (
        "import resource, subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], "
        "check=True); u = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(u.ru_utime + u.ru_stime)"
    )

    def once(text: str) -> float:
        done = subprocess.run(
            [python, "-c", timed, text], capture_output=True, text=True, check=True
        )
        return float(done.stdout.split()[-1])

    return statistics.median(once(code) - once("pass") for _ in range(RUNS))


def measured(wheel: Path, extra: str) -> str:
    """Install the wheel with an extra; one row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        before = weight(Path(folder))
        subprocess.run([python, "-m", "pip", "install", "-q", f"{wheel}{extra}"], check=True)
        listed = subprocess.run(
            [python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True
        )
        count = len(listed.stdout.splitlines())
        size = weight(Path(folder)) - before
        costs = [seconds(python, code) for code in ("import clvwidgets", FIRST)]
    return f"| `clvwidgets{extra}` | {count} | {size:,.0f} | {costs[0]:.3f} | {costs[1]:.2f} |"


def main() -> None:
    wheel = Path(sys.argv[1]).resolve()
    print("| install | packages | MB on disk | import, s | import and first calculator, s |")
    print("|---|---|---|---|---|")
    for extra in ("", "[lab]"):
        print(measured(wheel, extra))


if __name__ == "__main__":
    main()
