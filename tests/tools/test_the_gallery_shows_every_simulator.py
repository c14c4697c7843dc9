"""The gallery and the table of strategies: nothing is missing, nothing is stale, all of it runs."""

from __future__ import annotations

import re

import gallery
import pytest

import clvwidgets
from clvwidgets.course.contents import CHAPTERS

FOUND = gallery.simulators()


@pytest.fixture
def root():
    """Find the top folder of the repository."""
    return gallery.ROOT


def blocks(root):
    text = (root / "docs" / "gallery.md").read_text(encoding="utf-8")
    return re.findall(r"^## (\w+)$.*?```python\n(.*?)```", text, re.MULTILINE | re.DOTALL)


def test_the_gallery_shows_each_simulator_with_five_lines(root):
    shown = dict(blocks(root))
    assert list(shown) == list(FOUND)
    assert {sum(map(bool, code.splitlines())) for code in shown.values()} == {5}


@pytest.mark.integration
def test_the_gallery_is_as_its_tool_writes_it(root):
    assert (root / "docs" / "gallery.md").read_text(encoding="utf-8") == gallery.page()


def test_each_simulator_has_a_small_picture(root):
    pictures = root / "docs" / "images" / "gallery"
    assert {path.stem for path in pictures.iterdir()} == set(FOUND)
    assert all(2_000 < path.stat().st_size < 60_000 for path in pictures.iterdir())


@pytest.mark.integration
@pytest.mark.parametrize("name", FOUND)
def test_the_five_lines_run_and_leave_a_page(name, root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(dict(blocks(root))[name], {})
    (page,) = tmp_path.iterdir()
    assert FOUND[name].panel_name in page.read_text(encoding="utf-8")


def test_every_strategy_of_the_course_names_its_simulator(root):
    text = (root / "docs" / "strategies.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (S\d+) \|[^|]*\|([^|]*)\|$", text, re.MULTILINE))
    taught = {tag for chapter in CHAPTERS for tag in chapter.teaches if tag.startswith("S")}
    assert set(rows) == taught
    named = {tag: re.findall(r"`(\w+)`", cell) for tag, cell in rows.items()}
    assert all(named.values())
    known = {name for names in named.values() for name in names}
    assert known <= set(clvwidgets.__all__)
    assert set(FOUND) <= known
