"""Execute the notebooks of the course and store them in one normal form.

    python tools/notebooks.py run [--fresh-pictures] [PATH ...]
    python tools/notebooks.py check [PATH ...]

A path is a notebook or a folder; without one, the whole course. `run` writes a notebook only when
something in it changed. `check` executes nothing: it says which notebooks are not as `run` would
store them, or were not run.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import chain, count
from pathlib import Path

import nbformat
from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from clvwidgets.display.panel_json import PANEL_MIME

COURSE = Path(__file__).resolve().parent.parent / "notebooks"
CELL_TIMEOUT = 120  # seconds; the same as in `make test-notebooks`
MOST_SECONDS = 10  # that a notebook may compute: a reader waits for it
WIDGET_VIEW_MIME = "application/vnd.jupyter.widget-view+json"

# The same whoever ran the notebook last: no version, no name of an environment.
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE_INFO = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"}

# What front ends leave behind and no reader of the notebook misses.
NOTEBOOK_LITTER = ("widgets", "signature", "orig_nbformat", "vscode")
CELL_LITTER = ("execution", "ExecuteTime", "collapsed", "scrolled", "trusted", "vscode")


class _KernelOfThisPython(AsyncKernelManager):
    """A kernel of the interpreter that runs this file, whatever kernels are registered."""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())


def notebook_paths(paths: Iterable[Path]) -> list[Path]:
    """Notebooks among ``paths`` and in the folders among them, sorted, each once.

    Parameters
    ----------
    paths : iterable of pathlib.Path

    Returns
    -------
    list of pathlib.Path

    Raises
    ------
    FileNotFoundError
        If a path is neither a folder nor a notebook.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            inside = path.rglob("*.ipynb")
            found.update(p for p in inside if ".ipynb_checkpoints" not in p.parts)
        elif path.is_file() and path.suffix == ".ipynb":
            found.add(path)
        else:
            raise FileNotFoundError(f"{path} is neither a notebook (.ipynb) nor a folder.")
    return sorted(found)


def read(path: Path) -> NotebookNode:
    """Read a notebook; cells without an id get one made of the file's name and their place."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    _give_ids(raw["cells"], path.stem)
    raw["nbformat_minor"] = max(raw["nbformat_minor"], 5)  # the first with cell ids
    return nbformat.reads(json.dumps(raw), as_version=4)


def _give_ids(cells: list[dict], stem: str) -> None:
    """Keep the first holder of each id; every other cell gets an id that the next run repeats."""
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:48]
    taken: set[str] = set()
    for cell in cells:
        if cell.get("id") in taken:
            del cell["id"]
        taken.add(cell.get("id", ""))
    for position, cell in enumerate(cells):
        if "id" not in cell:
            name = f"{slug}-{position:02d}"
            names = chain([name], (f"{name}-{turn}" for turn in count(2)))
            cell["id"] = next(free for free in names if free not in taken)
            taken.add(cell["id"])


def execute(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Run all cells in a fresh kernel whose working folder is ``folder``.

    Parameters
    ----------
    notebook : NotebookNode
    folder : pathlib.Path

    Returns
    -------
    NotebookNode

    Raises
    ------
    RuntimeError
        If a cell raises, takes longer than ``CELL_TIMEOUT`` seconds or ends the kernel.
    """
    fresh = deepcopy(notebook)
    for cell in _code_cells(fresh):
        cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        fresh,
        kernel_manager_class=_KernelOfThisPython,
        timeout=CELL_TIMEOUT,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        # The kernel's own warnings would stand between the lines of `run`.
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise RuntimeError(str(error)) from error
    return fresh


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Take out of a notebook all that differs from run to run or from machine to machine.

    Widget views go (their ids are random, and a Lab without the extension would show "model not
    found"); the panel's JSON, its picture and its text stay. Counts run from 1.
    """
    normal = deepcopy(notebook)
    _drop(normal.metadata, NOTEBOOK_LITTER)
    normal.metadata["kernelspec"] = dict(KERNELSPEC)
    normal.metadata["language_info"] = dict(LANGUAGE_INFO)
    for cell in normal.cells:
        _drop(cell.metadata, CELL_LITTER)
    executed = (cell for cell in _code_cells(normal) if cell.execution_count is not None)
    for number, cell in enumerate(executed, start=1):
        cell.execution_count = number
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number
            _drop(output.get("data", {}), [WIDGET_VIEW_MIME])
            _drop(output.get("metadata", {}), [WIDGET_VIEW_MIME])
        cell.outputs = [output for output in cell.outputs if output.get("data", True)]
    return normal


def keep_pictures(new: NotebookNode, old: NotebookNode) -> NotebookNode:
    """Put the old picture back beside a panel whose JSON did not change.

    Another machine draws the same panel with a few other bytes; that is no change worth storing.
    """
    kept = deepcopy(new)
    before = {cell.id: cell for cell in _code_cells(old)}
    for cell in _code_cells(kept):
        former = before[cell.id].outputs if cell.id in before else []
        for output, earlier in zip(cell.outputs, former, strict=False):
            data, earlier_data = output.get("data", {}), earlier.get("data", {})
            if PANEL_MIME in data and data[PANEL_MIME] == earlier_data.get(PANEL_MIME):
                pictures = {k: v for k, v in earlier_data.items() if k == "image/png"}
                data.update(pictures)
    return kept


def as_text(notebook: NotebookNode) -> str:
    """Write a notebook as the text of its file."""
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def faults(path: Path) -> list[str]:
    """Say in sentences why a notebook's file is not as `run` stores it."""
    notebook = read(path)
    found = []
    unrun = [
        cell.id for cell in _code_cells(notebook) if cell.source and cell.execution_count is None
    ]
    if unrun:
        found.append(f"{len(unrun)} code cells were not run: {', '.join(unrun)}")
    if path.read_text(encoding="utf-8") != as_text(normalise(notebook)):
        found.append("it is not in the normal form")
    return found


def run(paths: Sequence[Path], *, fresh_pictures: bool = False) -> int:
    """Execute and store each notebook; the number of those that failed or took too long."""
    failed = 0
    for path in paths:
        start, computed, old = time.monotonic(), _seconds_of_kernels(), read(path)
        try:
            new = normalise(execute(old, path.parent))
        except RuntimeError as error:
            print(f"{path}: a cell failed, the file stays as it was.\n{error}", file=sys.stderr)
            failed += 1
            continue
        text = as_text(new if fresh_pictures else keep_pictures(new, old))
        changed = text != path.read_text(encoding="utf-8")
        if changed:
            path.write_text(text, encoding="utf-8", newline="\n")
        seconds, computed = time.monotonic() - start, _seconds_of_kernels() - computed
        print(f"{path}: {'written' if changed else 'unchanged'} ({seconds:.1f} s)")
        if computed > MOST_SECONDS:
            print(f"{path}: computes {computed:.0f} s, over {MOST_SECONDS}", file=sys.stderr)
            failed += 1
    return failed


def _seconds_of_kernels() -> float:
    """Processor time of the kernels that have ended: busy neighbours do not count."""
    times = os.times()
    return times.children_user + times.children_system


def check(paths: Sequence[Path]) -> int:
    """Print what is wrong with each notebook; the number of those with a fault."""
    wrong = {path: found for path in paths if (found := faults(path))}
    for path, found in wrong.items():
        print(f"{path}: {'; '.join(found)}. Run: make notebooks", file=sys.stderr)
    print(f"{len(paths) - len(wrong)} of {len(paths)} notebooks are executed and in normal form")
    return len(wrong)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (("run", "execute, normalise and store"), ("check", "only look")):
        command = commands.add_parser(name, help=text)
        command.add_argument("paths", nargs="*", type=Path, metavar="PATH", default=[COURSE])
        if name == "run":
            command.add_argument(
                "--fresh-pictures",
                action="store_true",
                help="store every picture anew, also beside panels that did not change",
            )
    options = parser.parse_args(arguments)
    try:
        paths = notebook_paths(options.paths)
    except FileNotFoundError as error:
        parser.error(str(error))
    if options.command == "run":
        return int(run(paths, fresh_pictures=options.fresh_pictures) > 0)
    return int(check(paths) > 0)


def _code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _drop(mapping: dict, keys: Iterable[str]) -> None:
    for key in keys:
        mapping.pop(key, None)


if __name__ == "__main__":
    sys.exit(main())
