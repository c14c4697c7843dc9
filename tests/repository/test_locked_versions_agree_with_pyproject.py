"""What `make lab` and `make test` install is locked, with hashes, and allowed by pyproject.toml."""

from __future__ import annotations

import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
NEWER = "Run `make lock`."


def locked(root, name):
    """Versions by package: one that differs between Pythons has several."""
    found: dict[str, set[str]] = {}
    text = (root / "requirements" / name).read_text(encoding="utf-8")
    for package, version in LOCKED.findall(text):
        found.setdefault(canonicalize_name(package), set()).add(version)
    return found


def wanted(pyproject, *groups):
    """Requirements of the package, its desk, and groups with those that they include."""
    project = pyproject["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["lab"]]
    for group in groups:
        for entry in pyproject["dependency-groups"][group]:
            if isinstance(entry, dict):
                lines += pyproject["dependency-groups"][entry["include-group"]]
            else:
                lines.append(entry)
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(("name", "groups"), [("lab.txt", ()), ("test.txt", ("test",))])
def test_every_requirement_is_locked_at_a_version_that_it_allows(root, pyproject, name, groups):
    versions = locked(root, name)
    for requirement in wanted(pyproject, *groups):
        found = versions.get(canonicalize_name(requirement.name))
        assert found, f"{requirement.name} is not in requirements/{name}. {NEWER}"
        assert all(version in requirement.specifier for version in found), (requirement, found)


def test_the_desk_is_the_same_with_and_without_the_tests(root):
    tests = locked(root, "test.txt")
    assert {name: tests.get(name) for name in locked(root, "lab.txt")} == locked(root, "lab.txt")


@pytest.mark.parametrize("name", ["lab.txt", "test.txt"])
def test_every_version_has_its_hashes_and_no_address(root, name):
    text = (root / "requirements" / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)
    assert len(entries) > 100
    assert [entry.split(" ")[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"://|^-", text, re.MULTILINE)
