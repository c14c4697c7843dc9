"""A recipe that names a file which is not there sends a newcomer astray."""

from __future__ import annotations

import re

import pytest
import yaml

RECIPES = (
    "formula",
    "calculator",
    "simulator",
    "explorer",
    "model",
    "notebook",
    "table of the simulated world",
    "real data set",
)
NAMED = re.compile(
    r"`((?:clvwidgets|frontend|tests|notebooks|datasets|docs|tools)/[^`\s]*|[A-Z]+\.md)`"
)
BUILT = {"clvwidgets/static", "clvwidgets/labextension", "tests/browser/screenshots"}


def read(root, document):
    return (root / document).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "SECURITY.md", "docs/front_end.md"])
def test_every_file_that_a_document_names_exists(root, document):
    named = set(NAMED.findall(read(root, document))) - BUILT
    assert {path for path in named if not (root / path).exists()} == set()


@pytest.mark.parametrize("thing", RECIPES)
def test_each_kind_of_thing_has_a_recipe_that_names_files_and_a_test(root, thing):
    recipes = re.split(r"^### An? ", read(root, "CONTRIBUTING.md"), flags=re.MULTILINE)[1:]
    (recipe,) = [text for text in recipes if text.startswith(f"{thing}\n")]
    named = NAMED.findall(recipe.split("\n## ")[0])
    assert any(path.startswith("tests/") for path in named)
    assert any((root / path).is_file() for path in named)
    assert len(named) >= 4


def test_every_room_of_the_package_and_the_front_end_is_on_a_map(root):
    rooms = [path for path in (root / "clvwidgets").iterdir() if (path / "__init__.py").is_file()]
    assert len(rooms) > 5
    text = read(root, "CONTRIBUTING.md")
    assert [room.name for room in rooms if f"`clvwidgets/{room.name}/`" not in text] == []
    front = read(root, "docs/front_end.md")
    folders = [path for path in (root / "frontend" / "src").iterdir() if path.is_dir()]
    assert [path.name for path in folders if f"frontend/src/{path.name}/" not in front] == []


def test_the_citation_has_the_version_of_the_package(root):
    citation = yaml.safe_load(read(root, "CITATION.cff"))
    package = yaml.safe_load(read(root, "frontend/package.json"))
    assert citation["version"] == package["version"]
    assert citation["license"] == package["license"]


def test_the_forms_for_issues_can_be_read(root):
    forms = sorted((root / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
    assert len(forms) > 3
    for form in forms:
        parsed = yaml.safe_load(form.read_text(encoding="utf-8"))
        assert form.name == "config.yml" or {"name", "description", "body"} <= set(parsed)
