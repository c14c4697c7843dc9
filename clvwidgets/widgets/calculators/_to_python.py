"""Write a calculator's formulas out as a script, from the very code that computes them."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from clvwidgets import formulas, strategies
from clvwidgets.formulas import arithmetic


def as_python(
    outputs: Callable[..., dict[str, Any]],
    values: Mapping[str, Any],
    constants: Mapping[str, Any],
    shown: Sequence[str] = (),
) -> str:
    """Turn a method of assignments that ends in ``return {...}`` into a script.

    Parameters
    ----------
    outputs : callable
        The method that computes the results from fields.
    values : mapping
        The fields' values, which become the script's first lines.
    constants : mapping
        Source text such as "self.period" to the value that replaces it.
    shown : sequence of str
        Names of the results to keep, where the method gives inner results besides.

    Returns
    -------
    str
        Python code; running it leaves ``results``, a dict, and prints it.

    Raises
    ------
    TypeError
        If the method is none of this kind.
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(outputs)))
    function = tree.body[0]
    if not isinstance(function, ast.FunctionDef):
        raise TypeError(f"{outputs} is not a plain method")
    body = [node for node in function.body if not _is_docstring(node)]
    last = body[-1]
    if not isinstance(last, ast.Return) or last.value is None:
        raise TypeError(f"{function.name} must end in a return of its results")
    module = ast.Module([*body[:-1], _assign("results", last.value)], type_ignores=[])
    module = ast.fix_missing_locations(_Constants(constants).visit(module))
    used = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    rooms = (formulas, strategies, arithmetic)
    imported = [(room.__name__, sorted(used & set(room.__all__))) for room in rooms]
    imports = [f"from {room} import {', '.join(names)}" for room, names in imported if names]
    return "\n".join(
        [
            *imports,
            *([""] if imports else []),
            *(f"{name} = {value!r}" for name, value in values.items()),
            "",
            ast.unparse(module),
            *([f"results = {{name: results[name] for name in {tuple(shown)}}}"] if shown else []),
            "print(results)",
            "",
        ]
    )


class _Constants(ast.NodeTransformer):
    """Replaces attributes of the calculator, such as self.period, by their values."""

    def __init__(self, constants: Mapping[str, Any]) -> None:
        self._constants = constants

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return self._replaced(node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        return self._replaced(node)

    def _replaced(self, node: ast.AST) -> ast.AST:
        text = ast.unparse(node)
        if text in self._constants:
            return ast.parse(repr(self._constants[text]), mode="eval").body
        return self.generic_visit(node)


def _assign(name: str, value: ast.expr) -> ast.Assign:
    return ast.Assign([ast.Name(name, ast.Store())], value)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
