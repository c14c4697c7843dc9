"""Prove that a built wheel works where the repository is not.

    python tools/wheel_check.py dist/clvwidgets-0.1.0-py3-none-any.whl

An extension whose build failed or was skipped installs without a word and is missing; a
development build carries paths of the machine that made it. Both are looked for here, and what
lay about in the folders that were packed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

import slim_in_a_browser

ROOT = Path(__file__).resolve().parent.parent
WIDGET = "application/vnd.jupyter.widget-view+json"
# Sources, tests, and what Python, Jupyter and learners leave in the folders that are packed.
LEFT_OVER = re.compile(
    r"(^|/)(tests?|node_modules|__pycache__|\.ipynb_checkpoints)/"
    r"|\.(map|ts|tsx|pyc)$|clvwidgets-progress\.json$"
)


class WheelError(Exception):
    """What is wrong with the wheel, in a sentence."""


def check_contents(wheel: Path) -> None:
    """Look into the wheel for what belongs to this machine or to the sources alone."""
    here = f"{ROOT}{os.sep}"
    # Windows' separators stand doubled in JSON, and as slashes in addresses.
    spellings = {here, here.replace("\\", "\\\\"), here.replace("\\", "/")}
    # The path must begin there: a clone in /src is not meant by ../src.
    path = re.compile(rf"(?<![\w.*-])(?:{'|'.join(map(re.escape, spellings))})".encode())
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if LEFT_OVER.search(name):
                raise WheelError(f"{name} in {wheel.name} is nothing that people need.")
            if path.search(archive.read(name)):
                raise WheelError(f"{name} in {wheel.name} contains the path {ROOT}.")


class Elsewhere:
    """An empty environment and an empty working folder, outside the repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "work"
        self.folder.mkdir()
        venv.create(folder / "env", with_pip=True)
        self.bin = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
        # Neither the repository nor what the person has set up for Jupyter may help.
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "PYTHON"))}
        places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        self.environment = kept | {name: str(folder / name.lower()) for name in places}

    def run(self, program: str, *arguments: str | Path) -> str:
        """Run a program of the environment; what it prints."""
        done = subprocess.run(
            [self.bin / program, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            command = " ".join(map(str, (program, *arguments)))
            raise WheelError(f"`{command}` ended with code {done.returncode}:\n{done.stdout}")
        return done.stdout

    def look(self) -> str:
        """See in a browser what the environment shows; what was seen."""
        return slim_in_a_browser.look(self.run, self.bin, self.environment, self.folder)


def check_import(elsewhere: Elsewhere) -> Path:
    """Import the package and its public names; the folder it was found in."""
    code = "import clvwidgets as c; [getattr(c, n) for n in c.__all__]; print(c.__path__[0])"
    package = Path(elsewhere.run("python", "-c", code).strip())
    if elsewhere.bin.parent not in package.parents:
        raise WheelError(f"clvwidgets was imported from {package}, not from the wheel.")
    return package


DESK = ("jupyterlab", "nbconvert", "notebook", "jupyter_server", "latex2mathml")


def check_slim(elsewhere: Elsewhere) -> None:
    """See that no desk came along, and that a calculator shows all the same."""
    code = (
        "from importlib.util import find_spec\n"
        f"print([name for name in {DESK} if find_spec(name)])\n"
        "import clvwidgets\n"
        "bundle = clvwidgets.SubscriptionCLV()._repr_mimebundle_()\n"
        f"print({WIDGET!r} in str(bundle), 'image/png' in str(bundle))"
    )
    found = elsewhere.run("python", "-W", "ignore", "-c", code).split("\n")
    if found[:2] != ["[]", "True True"]:
        raise WheelError(f"The slim package is not slim, or shows nothing:\n{found}")


def check_extension(elsewhere: Elsewhere) -> None:
    """Ask Jupyter whether it has the JupyterLab extension."""
    answer = elsewhere.run("jupyter", "labextension", "list")
    if not says_enabled(answer):
        raise WheelError(f"The JupyterLab extension is not enabled and OK:\n{answer}")


def says_enabled(answer: str) -> bool:
    """Whether ``jupyter labextension list`` has our extension, enabled and compatible."""
    without_colours = re.sub(r"\x1b\[[\d;]*m", "", answer)
    return bool(re.search(r"^\s*clvwidgets v\S+ enabled OK", without_colours, re.MULTILINE))


def check_course(elsewhere: Elsewhere, package: Path) -> int:
    """Execute the course that travels with the wheel; how many notebooks it has.

    Here it meets the newest release of every library, which no test of the repository does: one
    of their tools may hold a library back.
    """
    copy = elsewhere.folder / "course"
    shutil.copytree(package / "_bundled" / "notebooks", copy)
    notebooks = sorted(copy.rglob("*.ipynb"))
    if not notebooks:
        raise WheelError("The wheel holds no notebook of the course.")
    for notebook in notebooks:
        elsewhere.run("jupyter", "execute", "--inplace", "--timeout=120", notebook)
        if not shows_widget(notebook):
            raise WheelError(f"{notebook.name} ran and showed no widget.")
    return len(notebooks)


def shows_widget(notebook: Path) -> bool:
    """Whether an executed notebook has a live widget in its outputs."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return any(WIDGET in output.get("data", {}) for output in outputs)


def main() -> int:
    """Run the command; its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path)
    wheel = parser.parse_args().wheel.resolve()
    with tempfile.TemporaryDirectory(prefix="clvwidgets-wheel-") as folder:
        try:
            check_contents(wheel)
            elsewhere = Elsewhere(Path(folder).resolve())
            elsewhere.run("python", "-m", "pip", "install", "--quiet", wheel)
            print(f"{wheel.name} installs into an empty environment")
            package = check_import(elsewhere)
            print("every public name imports")
            check_slim(elsewhere)
            print("no JupyterLab came along, and a calculator shows")
            print(elsewhere.look())
            elsewhere.run("python", "-m", "pip", "install", "--quiet", f"{wheel}[lab]")
            check_extension(elsewhere)
            print("the JupyterLab extension is enabled and OK")
            elsewhere.run("clvwidgets", "--help")
            print("the command clvwidgets runs in another folder")
            count = check_course(elsewhere, package)
            print(f"{count} notebooks execute and show their widgets")
        except (WheelError, slim_in_a_browser.UnseenError) as fault:
            print(fault, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
