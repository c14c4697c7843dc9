"""Run the unit, notebook and package tests with other versions than the locked ones.

    python tools/other_versions.py newest dist/clvwidgets-0.1.0-py3-none-any.whl
    python tools/other_versions.py lowest dist/clvwidgets-0.1.0-py3-none-any.whl

The newest and the lowest versions are those that pyproject.toml allows. Each of Python 3.11 to 3.14
that is found here gets an environment of its own, which goes away again.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MINORS = range(11, 15)
RESOLUTIONS = {"newest": "highest", "lowest": "lowest-direct"}
UV = Path(sys.executable).with_name("uv")
UNIT = ("-m", "not integration and not spark", "--doctest-modules", "clvwidgets", "tests")
TESTS = (
    (*UNIT, "--ignore=tests/notebooks", "--ignore=tests/browser"),
    ("-m", "integration", "tests/package"),
    ("--nbval", "--nbval-current-env", "--nbval-cell-timeout", "120", "notebooks"),
)


def interpreters() -> list[str]:
    """Find the Pythons of this machine that run; version managers leave stand-ins that do not."""
    names = [shutil.which(f"python3.{minor}") for minor in MINORS]
    own = sys.version_info[:2]
    others = [name for minor, name in zip(MINORS, names, strict=True) if name and (3, minor) != own]
    return [sys.executable, *(name for name in others if _runs(name))]


def _runs(python: str) -> bool:
    done = subprocess.run(
        [python, "-c", "import venv, ensurepip"], capture_output=True, check=False
    )
    return done.returncode == 0


def run(*command: str | Path) -> None:
    """Run a command in the repository; it shows what it prints."""
    subprocess.run(command, cwd=ROOT, check=True, stdin=subprocess.DEVNULL)


def install(python: str, resolution: str, wheel: Path, folder: Path) -> Path:
    """Make an environment with the wanted versions and the wheel; its Python."""
    run(python, "-m", "venv", folder / "env")
    inside = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    wanted = folder / "wanted.txt"
    run(
        *(UV, "pip", "compile", "--quiet", "--python", inside, "--resolution", resolution),
        *("--extra", "lab", "--group", "test", "--output-file", wanted, "pyproject.toml"),
    )
    run(UV, "pip", "install", "--quiet", "--python", inside, "--requirement", wanted)
    run(UV, "pip", "install", "--quiet", "--python", inside, "--no-deps", wheel)
    return inside


def main() -> int:
    """Run the command; its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("versions", choices=RESOLUTIONS)
    parser.add_argument("wheel", type=Path)
    options = parser.parse_args()
    for python in interpreters():
        with tempfile.TemporaryDirectory(prefix="clvwidgets-versions-") as folder:
            inside = install(
                python, RESOLUTIONS[options.versions], options.wheel.resolve(), Path(folder)
            )
            version = subprocess.run([inside, "--version"], capture_output=True, text=True)
            print(f"{version.stdout.strip()} with the {options.versions} versions:", flush=True)
            try:
                for tests in TESTS:
                    run(inside, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
            except subprocess.CalledProcessError as failed:
                return failed.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
