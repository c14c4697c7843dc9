"""No conda client is at hand where the tests run, so the file is checked without solving it.

It drifted from pyproject.toml in many a project, and the first to notice was a class on Binder.
"""

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from rattler import MatchSpec

TOOLS = {"python", "pip"}  # not among the requirements of the package


@pytest.fixture
def environment(root):
    return yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture
def specs(environment):
    """Parse each conda entry; rattler raises on one that conda would not understand."""
    entries = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    parsed = [MatchSpec(entry, strict=True) for entry in entries]
    return {spec.name.normalized: spec for spec in parsed}


def test_packages_come_from_conda_forge_alone(environment):
    assert environment["channels"] == ["conda-forge", "nodefaults"]


def test_names_and_bounds_are_those_of_pyproject(specs, pyproject):
    project = pyproject["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["lab"]]
    requirements = map(Requirement, wanted)
    needed = {
        requirement.name: requirement.specifier
        for requirement in requirements
        if not requirement.marker or requirement.marker.evaluate()
    }
    given = {name: SpecifierSet(spec.version) for name, spec in specs.items() if name not in TOOLS}
    assert given == needed


def test_python_is_one_minor_version_that_the_package_takes(specs, pyproject):
    minor = specs["python"].version.removeprefix("=").removesuffix(".*")
    assert minor in SpecifierSet(pyproject["project"]["requires-python"])
    assert minor.count(".") == 1


def test_pip_installs_the_package_itself(environment):
    assert environment["dependencies"][-1] == {"pip": [".[lab]"]}
