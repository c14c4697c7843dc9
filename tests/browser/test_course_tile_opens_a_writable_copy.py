"""The launcher tile puts a copy of the course where the person works, and never over their work.

The course lies in the installed extension, which may belong to somebody else. Only a browser can
tell whether the tile is there, whether Lab's contents service takes the files, and what a person
reads when it does not.
"""

import json
import shutil
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from . import labdriver
from .labdriver import Lab

SHIPPED = Path(sys.prefix) / "share/jupyter/labextensions/clvwidgets/static/course"
START = "0_start/00_start_here.ipynb"
TILE = "Open the course"


def files_below(folder: Path) -> set[str]:
    """Return all files of the course in ``folder``, without what Lab writes next to them."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if not path.parts[0].startswith(".")} - {"index.json"}


@pytest.fixture
def folder(lab: Lab) -> Path:
    """Return a folder of the server that holds nothing yet."""
    folder = lab.folder / uuid4().hex
    folder.mkdir()
    return folder


def open_launcher(page: Page, lab: Lab, folder: Path) -> None:
    """Open Lab's launcher in ``folder``, in a workspace that nobody used before."""
    if not page.url.startswith(lab.url):
        labdriver.open_lab(page, lab)
    page.evaluate(
        """async folder => {
            const app = window.jupyterapp;
            await app.commands.execute('filebrowser:open-path', { path: folder });
            await app.commands.execute('launcher:create', { cwd: folder });
        }""",
        folder.name,
    )


def click_tile(page: Page) -> None:
    launcher = page.locator(".jp-Launcher:visible")
    expect(launcher.get_by_role("heading", name="CLV course")).to_be_visible()
    launcher.get_by_text(TILE, exact=True).click()


def expect_start_notebook(page: Page) -> None:
    # A busy machine takes its time to copy the whole course.
    expect(page.get_by_role("tab", name=Path(START).name)).to_be_visible(timeout=30_000)
    page.wait_for_function(
        """path => {
            const context = window.jupyterapp.shell.currentWidget?.context;
            return context?.path.endsWith(path) && context.isReady;
        }""",
        arg=START,
    )


def open_course(page: Page, lab: Lab, folder: Path) -> Path:
    """Open the course with the tile; the copy's folder."""
    open_launcher(page, lab, folder)
    click_tile(page)
    expect_start_notebook(page)
    return folder / "clv-course"


def test_the_tile_copies_every_file_and_opens_the_first_notebook(lab_page, lab, folder):
    copy = open_course(lab_page, lab, folder)
    shipped = files_below(SHIPPED)
    assert START in shipped
    assert files_below(copy) >= shipped
    for name in shipped - {START}:
        assert (copy / name).read_bytes() == (SHIPPED / name).read_bytes()
    assert lab_page.console_errors == []
    assert lab_page.foreign_requests == []


def test_the_opened_copy_can_be_changed_and_saved(lab_page, lab, folder):
    copy = open_course(lab_page, lab, folder)
    lab_page.evaluate(
        """async () => {
            const notebook = window.jupyterapp.shell.currentWidget;
            notebook.content.model.sharedModel.setMetadata('mine', 'kept');
            await notebook.context.save();
        }"""
    )
    assert json.loads((copy / START).read_text())["metadata"]["mine"] == "kept"


def test_opening_again_keeps_changes_and_adds_what_is_missing(lab_page, lab, folder):
    copy = folder / "clv-course"
    shutil.copytree(SHIPPED, copy)
    (copy / "index.json").unlink()
    changed = json.loads((copy / START).read_text()) | {"metadata": {"mine": "kept"}}
    (copy / START).write_text(json.dumps(changed))
    (copy / "LICENSE").unlink()
    open_course(lab_page, lab, folder)
    assert json.loads((copy / START).read_text())["metadata"]["mine"] == "kept"
    assert (copy / "LICENSE").read_bytes() == (SHIPPED / "LICENSE").read_bytes()
    assert [path.name for path in folder.iterdir()] == ["clv-course"]


def test_a_tile_clicked_inside_the_course_makes_no_second_copy(lab_page, lab, folder):
    copy = open_course(lab_page, lab, folder)
    open_launcher(lab_page, lab, folder)
    lab_page.evaluate(
        """async folder => {
            await window.jupyterapp.commands.execute('launcher:create', { cwd: folder });
        }""",
        f"{folder.name}/clv-course/0_start",
    )
    click_tile(lab_page)
    expect_start_notebook(lab_page)
    assert not list(copy.rglob("clv-course*"))


def test_the_command_is_in_the_palette(lab_page, lab, folder):
    open_launcher(lab_page, lab, folder)
    lab_page.evaluate(
        "() => window.jupyterapp.commands.execute('apputils:activate-command-palette')"
    )
    lab_page.keyboard.type(TILE)
    expect(lab_page.get_by_role("menuitem", name=TILE)).to_be_visible()
    lab_page.keyboard.press("Escape")


def test_a_folder_that_refuses_is_told_in_a_sentence(page, lab, folder):
    """Permissions do not stop a server that runs as root, so the refusal is made here."""

    def refuse(route: Route) -> None:
        if route.request.method == "PUT":
            route.fulfill(status=403, json={"message": "Permission denied: clv-course"})
        else:
            route.continue_()

    page.route("**/api/contents/**", refuse)
    open_launcher(page, lab, folder)
    click_tile(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The course could not be opened")
    expect(dialog).to_contain_text(
        f'could not be copied into the folder "{folder.name}": Permission denied: clv-course. '
        "Go to a folder that you can write to"
    )
    assert list(folder.iterdir()) == []
