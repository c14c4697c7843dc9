"""An environment of their own for the packages that the benchmarks compare with.

They are old or heavy and must not shape ours. ``python benchmarks/peers.py`` makes it and says
where; see peers.md.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import venv
from pathlib import Path

PEERS = ("lifetimes==0.11.3", "pymc-marketing==0.19.2", "setuptools<81")


def peers_python() -> Path:
    """Python of the peers' environment, which is made on first use and kept in a temporary folder.

    ``CLVWIDGETS_PEERS`` names another folder.
    """
    default = Path(tempfile.gettempdir()) / "clvwidgets-peers"
    folder = Path(os.environ.get("CLVWIDGETS_PEERS", default))
    python, made = folder / "bin" / "python", folder / ".made"
    if not made.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS], check=True)
        made.touch()
    return python


if __name__ == "__main__":
    print(peers_python())
