"""Drive a real JupyterLab: start the server, open notebooks, run them, handle their kernels.

The browser's side goes through `window.jupyterapp`, Lab's own commands, rather than through
clicks: the tests of this room are about our panels, not about Lab's menus.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page

# Without it Lab asks for a kernel in a dialog.
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
START_SECONDS = 60
RUN_SECONDS = 120

# No news dialog, no look for updates, no autosave in the middle of a measurement.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}

# What each kernel does before it answers, while the page still loads: import what the first cell
# will.
AT_KERNEL_START = '__import__("clvwidgets").SubscriptionCLV'


@dataclass
class Lab:
    """A running JupyterLab server and the folder whose files it shows."""

    url: str
    folder: Path
    kept: set[str] = field(default_factory=set)
    """Notebooks that stay open from test to test, and so do their kernels."""

    def add(self, notebook: Path, name: str | None = None) -> str:
        """Copy a notebook into the server's folder and trust it, as its maker does; its name there.

        Lab shows the panels of a notebook that nobody trusts as pictures: see `hostile/`.
        """
        copy = self.folder / (name or notebook.name)
        shutil.copyfile(notebook, copy)
        self.ask(f"api/contents/{copy.name}/trust", "POST")
        return copy.name

    def address(self, name: str) -> str:
        """Address that opens a notebook, in a workspace of its own so that no other tab returns."""
        return f"{self.url}/lab/workspaces/{uuid4().hex}/tree/{name}"

    def ask(self, path: str, method: str = "GET", content: Any = None) -> Any:
        """Call the server's REST interface."""
        data = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(f"{self.url}/{path}", data, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def start_kernel(self, name: str) -> None:
        """Start a notebook's kernel ahead: it gets ready while the page loads."""
        kernel = {"name": "python3"}
        session = {"path": name, "name": name, "type": "notebook", "kernel": kernel}
        self.ask("api/sessions", "POST", session)

    def shut_kernels_down(self) -> None:
        """Shut down the kernels of all notebooks but those that are kept."""
        for session in self.ask("api/sessions"):
            if session["path"] not in self.kept:
                self.ask(f"api/sessions/{session['id']}", "DELETE")

    def clear(self) -> None:
        """Shut all kernels down and remove all files."""
        self.kept.clear()
        self.shut_kernels_down()
        for path in self.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextlib.contextmanager
def start_server(folder: Path) -> Iterator[Lab]:
    """Run a JupyterLab server below ``folder`` with settings of its own.

    Raises
    ------
    RuntimeError
        If it ends or does not answer within ``START_SECONDS``; the message has its log.
    """
    shown = folder / "notebooks"
    shown.mkdir()
    log = folder / "server.log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("w") as stream:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *_options(shown, port)],
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    lab = Lab(f"http://127.0.0.1:{port}", shown)
    try:
        _wait_for(lab, server, log)
        yield lab
        lab.clear()
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()


def _options(folder: Path, port: int) -> list[str]:
    return [
        "--no-browser",
        "--expose-app-in-browser",
        "--allow-root",
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        # No token to hand around: the server listens on this machine only, while the tests run.
        "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True",
        # Nothing is lost with a kernel of a test: it need not be waited for.
        "--KernelManager.shutdown_wait_time=0.2",
        "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=None",
    ]


def _environment(folder: Path) -> dict[str, str]:
    """Folders for all that Jupyter reads and writes, and the settings of this room in them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    settings = folder / "settings"
    for plugin, values in SETTINGS.items():
        package, name = plugin.split(":")
        path = settings / package / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    start = folder / "ipython/profile_default/startup/start.py"
    start.parent.mkdir(parents=True, exist_ok=True)
    start.write_text(AT_KERNEL_START)
    own = {
        "JUPYTER_CONFIG_DIR": folder / "config",
        "JUPYTER_DATA_DIR": folder / "data",
        "JUPYTER_RUNTIME_DIR": folder / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": settings,
        "JUPYTERLAB_WORKSPACES_DIR": folder / "workspaces",
        "IPYTHONDIR": folder / "ipython",
    }
    return kept | {name: str(path) for name, path in own.items()}


def _wait_for(lab: Lab, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            lab.ask("api/status")
            return
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


@dataclass
class Traffic:
    """Bytes that went over the websockets of a page since it was made."""

    received: int = 0
    sent: int = 0
    largest: list[int] = field(default_factory=list)

    def note(self, payload: str | bytes) -> int:
        """Remember the size of a message, the ten largest of all; its size."""
        size = len(payload.encode() if isinstance(payload, str) else payload)
        self.largest = sorted([*self.largest, size])[-10:]
        return size


def count_traffic(page: Page) -> Traffic:
    """Count from now on; sockets that are already open are not seen, so call it before opening."""
    traffic = Traffic()

    def received(payload: str | bytes) -> None:
        traffic.received += traffic.note(payload)

    def sent(payload: str | bytes) -> None:
        traffic.sent += traffic.note(payload)

    def watch(websocket: Any) -> None:
        websocket.on("framereceived", received)
        websocket.on("framesent", sent)

    page.on("websocket", watch)
    return traffic


def open_notebook(page: Page, lab: Lab, name: str) -> None:
    """Open a notebook of the server's folder and wait until it and its kernel are ready.

    A page that shows this Lab opens it there, any other page loads Lab. The notebook's metadata
    must name a kernel, or Lab asks for one in a dialog.
    """
    lab.start_kernel(name)
    if page.url.startswith(lab.url):
        page.evaluate(_OPEN, name)
    else:
        page.goto(lab.address(name))
    wait_until_ready(page)


def open_lab(page: Page, lab: Lab) -> None:
    """Load Lab in a workspace of its own, with nothing open."""
    page.goto(f"{lab.url}/lab/workspaces/{uuid4().hex}")
    page.wait_for_function("() => window.jupyterapp?.restored.then(() => true)")


def close_all(page: Page) -> None:
    """Close what is open in Lab, without a question."""
    page.evaluate("() => [...window.jupyterapp.shell.widgets('main')].forEach(w => w.dispose())")


def reload(page: Page) -> None:
    """Reload the page, as a person does, and wait until the notebook is back."""
    page.reload()
    wait_until_ready(page)


def wait_until_ready(page: Page) -> None:
    page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.sessionContext")
    _with_notebook(
        page,
        "await notebook.revealed; await notebook.sessionContext.ready;"
        "await notebook.sessionContext.session?.kernel?.info;",
    )


def run_all(page: Page) -> None:
    """Run all cells and wait until the kernel is idle.

    Raises
    ------
    RuntimeError
        If a cell raised.
    """
    _command(page, "notebook:run-all-cells")
    wait_until_idle(page)
    failures = _with_notebook(
        page,
        "return notebook.content.widgets.map(cell => cell.model.sharedModel.toJSON())"
        ".flatMap(cell => cell.outputs ?? []).filter(output => output.output_type === 'error')"
        ".map(output => `${output.ename}: ${output.evalue}`);",
    )
    if failures:
        raise RuntimeError(f"cells raised: {'; '.join(failures)}")


def run_cells(page: Page, sources: list[str]) -> None:
    """Put these cells in the place of the notebook's and run them."""
    _with_notebook(
        page,
        """
        const cells = argument.map(source => ({ cell_type: 'code', source }));
        const { sharedModel } = notebook.content.model;
        sharedModel.deleteCellRange(0, sharedModel.cells.length);
        sharedModel.insertCells(0, cells);
        """,
        sources,
    )
    run_all(page)


def wait_until_idle(page: Page) -> None:
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status"
        " === 'idle'",
        timeout=RUN_SECONDS * 1000,
    )


def run_code(page: Page, code: str) -> str:
    """Run code in the notebook's kernel, not in a cell; what it printed.

    Raises
    ------
    RuntimeError
        If the code raised.
    """
    result = _with_notebook(
        page,
        """
        const future = notebook.sessionContext.session.kernel.requestExecute({ code: argument });
        let printed = '';
        future.onIOPub = message => { printed += message.content.text ?? ''; };
        const reply = await future.done;
        return { printed, error: reply.content.evalue };
        """,
        code,
    )
    if result.get("error"):
        raise RuntimeError(f"the kernel answered: {result['error']}")
    return str(result["printed"])


def restart_kernel(page: Page) -> None:
    """Restart the kernel without the dialog; outputs stay."""
    _with_notebook(page, "await notebook.sessionContext.restartKernel();")
    wait_until_idle(page)


def shut_kernel_down(page: Page) -> None:
    """Shut the kernel down; the page stays as it is."""
    _with_notebook(page, "await notebook.sessionContext.shutdown();")


def has_kernel(page: Page) -> bool:
    """Say whether the notebook has a kernel."""
    return bool(_with_notebook(page, "return Boolean(notebook.sessionContext.session?.kernel);"))


def save(page: Page) -> None:
    """Save the notebook and wait until it is on disk."""
    _with_notebook(page, "await notebook.context.save();")


def scroll_to_cell(page: Page, index: int) -> None:
    """Bring a cell into view; Lab draws the outputs of those in view only."""
    _with_notebook(
        page,
        "notebook.content.activeCellIndex = argument;"
        "await notebook.content.scrollToItem(argument, 'start');",
        index,
    )


def _command(page: Page, name: str) -> None:
    _with_notebook(page, "await window.jupyterapp.commands.execute(argument);", name)


_OPEN = """async path => {
    const widget = await window.jupyterapp.commands.execute('docmanager:open', { path });
    await widget.context.ready;
}"""

# Playwright waits for a promise for ever, so the time is limited here.
_LIMITED = """async ([argument, seconds]) => {
    const notebook = window.jupyterapp.shell.currentWidget;
    const done = (async () => { BODY })();
    const late = new Promise((_, reject) => setTimeout(
        () => reject(new Error(`JupyterLab did not finish in ${seconds} s`)), seconds * 1000));
    return Promise.race([done, late]);
}"""


def _with_notebook(page: Page, body: str, argument: Any = None) -> Any:
    """Run the body of an async function that knows `notebook`, Lab's panel, and `argument`."""
    return page.evaluate(_LIMITED.replace("BODY", body), [argument, RUN_SECONDS])
