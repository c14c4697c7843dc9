"""A room of the front end imports only from rooms below it; no other tool there would say so."""

from __future__ import annotations

import posixpath
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "frontend" / "src"
# From the top down; rooms of one floor know nothing of each other.
FLOORS = [
    {"index"},
    {"lab"},
    {"hosts/page", "hosts/saved"},
    {"hosts/live"},
    {"mount", "vega"},
    {"safety"},
    {"panel", "course"},
    {"styles"},
    {"base"},
    {"contract"},
]
IMPORT = re.compile(r"^(?:import|export) (?P<type>type )?[^;]*?'(?P<path>\.[^']+)'", re.MULTILINE)


def modules() -> dict[str, str]:
    """Every module's text by its path without ending; tests and their helpers are left out."""
    return {
        path.relative_to(SOURCE).with_suffix("").as_posix(): path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*.ts")
        if not path.name.endswith((".test.ts", ".d.ts")) and path.stem != "testing"
    }


def imports(module: str, text: str, *, types: bool = True) -> set[str]:
    """Modules that a module imports from this source."""
    found = (match for match in IMPORT.finditer(text) if types or not match["type"])
    paths = (posixpath.normpath(f"{module}/../{match['path']}") for match in found)
    return {path for path in paths if not path.endswith((".css", ".svg"))}


def room(module: str) -> str:
    found = [name for floor in FLOORS for name in floor if f"{module}/".startswith(f"{name}/")]
    assert found, f"{module}.ts has no room: put it into one, or name the room in FLOORS"
    return found[0]


def floor(module: str) -> int:
    return next(at for at, names in enumerate(FLOORS) if room(module) in names)


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_room_imports_only_from_rooms_below_it(module):
    for other in imports(module, modules()[module], types=False):
        assert room(other) == room(module) or floor(other) > floor(module), (
            f"{module}.ts imports {other}.ts, which stands above it or beside it"
        )


def test_no_modules_import_each_other_in_a_circle():
    graph = {module: imports(module, text) for module, text in modules().items()}
    assert len(graph) > 60
    TopologicalSorter(graph).prepare()
