"""The names that a learner has in a cell: a notebook's code, run up to there in this process."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from clvwidgets.course.contents import CHAPTERS, Chapter
from clvwidgets.course.exercises import lesson_names

COURSE = Path(__file__).parents[2] / "notebooks"
WRITTEN = [chapter for chapter in CHAPTERS if (COURSE / chapter.path).is_file()]
WITH_PLAN = [chapter for chapter in WRITTEN if chapter.name in lesson_names()]


def read(chapter: Chapter) -> nbformat.NotebookNode:
    return nbformat.read(COURSE / chapter.path, as_version=4)


def calls_of(source: str) -> Iterator[tuple[str, str | None]]:
    """Each call of a method of `lesson`: its name and its first argument, None without one."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="lesson"), attr=method)):
                first = node.args[0] if node.args else None
                yield method, first.value if isinstance(first, ast.Constant) else None


def after_each_cell(chapter: Chapter) -> Iterator[tuple[str, dict[str, Any]]]:
    """The source of each code cell and the names that are there when it has run."""
    # A kernel has `display` without an import.
    names: dict[str, Any] = {"__name__": "__main__", "display": print}
    for cell in read(chapter).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, f"{chapter.number} {cell.id}", "exec"), names)
            yield cell.source, names


def value_of(code: str, names: dict[str, Any]) -> Any:
    """Run code with a copy of these names; the value of its last line."""
    *statements, last = ast.parse(code).body
    own = dict(names)
    exec(compile(ast.Module(statements, []), "code of a lesson", "exec"), own)
    return eval(compile(ast.Expression(last.value), "code of a lesson", "eval"), own)
