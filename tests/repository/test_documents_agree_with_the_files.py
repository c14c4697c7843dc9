"""What the documents say about commands, versions and licences is so."""

import json
import re
import subprocess

import altair
import pytest
import yaml


@pytest.fixture
def package_json(root):
    return json.loads((root / "frontend" / "package.json").read_text(encoding="utf-8"))


@pytest.fixture
def make_targets(root):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_make_command_in_a_document_exists(root, document, make_targets):
    text = (root / document).read_text(encoding="utf-8")
    code = re.findall(r"```.*?```|`[^`]*`|\n {4}[^\n]*", text, re.DOTALL)
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", " ".join(code)))
    assert named
    assert named - make_targets == set()


def test_make_help_names_every_command(root, make_targets):
    shown = subprocess.run(["make", "help"], cwd=root, capture_output=True, text=True, check=True)
    assert set(re.findall(r"^  ([a-z-]+) ", shown.stdout, re.MULTILINE)) == make_targets


def test_the_changelog_has_the_version_of_the_package(root, package_json):
    headings = re.findall(r"^## .*$", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    version = re.compile(rf"(?<![\d.]){re.escape(package_json['version'])}(?![\d.]*\d)")
    assert any(version.search(heading) for heading in headings)


def test_both_licences_are_there_and_travel_with_the_wheel(root, pyproject):
    licences = {
        "LICENSE": "BSD 3-Clause License\n\nCopyright (c) 2026, The clvwidgets developers",
        "notebooks/LICENSE": "Creative Commons Attribution 4.0 International Public License",
    }
    assert pyproject["project"]["license-files"] == list(licences)
    for name, words in licences.items():
        assert words in (root / name).read_text(encoding="utf-8")


def test_vega_lite_is_the_version_that_altair_writes_for(package_json):
    assert f"v{package_json['dependencies']['vega-lite']}" == altair.SCHEMA_VERSION


def test_the_hooks_of_pre_commit_need_no_network(root):
    config = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert {repository["repo"] for repository in config["repos"]} == {"local"}
    hooks = [hook for repository in config["repos"] for hook in repository["hooks"]]
    assert {hook["language"] for hook in hooks} == {"system"}


def test_the_node_that_builds_is_the_node_that_tests(pyproject):
    """The build's own environment and the tests' must agree on the tools of the front end."""
    needed = set(pyproject["dependency-groups"]["frontend"])
    assert needed <= set(pyproject["build-system"]["requires"])
