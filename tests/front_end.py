"""Runs the browser's own modules with Node, without a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FRONTEND = Path(__file__).parents[1] / "frontend"
ESBUILD = FRONTEND / "node_modules" / ".bin" / "esbuild"


def run(script: str, asked: Any, folder: Path) -> Any:
    """Bundle a script that imports from ./src, give it a question on its input; what it answers.

    Parameters
    ----------
    script : reads JSON from its standard input and writes JSON
    asked : what it reads
    folder : for the bundle
    """
    beside = Path(sys.executable).parent  # the environment brings a Node of its own
    node = shutil.which("node", path=str(beside)) or shutil.which("node")
    if node is None or not ESBUILD.exists():
        pytest.skip("needs Node and the front end's packages: cd frontend && jlpm install")
    bundle = folder / "script.mjs"
    options = ["--bundle", "--format=esm", "--platform=node", f"--outfile={bundle}"]
    environment = {"PATH": f"{Path(node).parent}:/usr/bin:/bin"}  # esbuild is a script of Node's
    subprocess.run(
        [str(ESBUILD), *options],
        input=script,
        text=True,
        check=True,
        cwd=FRONTEND,
        timeout=60,
        env=environment,
    )
    ran = subprocess.run(
        [node, str(bundle)],
        input=json.dumps(asked),
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=60,
    )
    return json.loads(ran.stdout)
