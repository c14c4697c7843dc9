"""Expressions written short: a term that stands in several places is written once, and named."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from altair.expr.core import (
    BinaryExpression,
    Expression,
    FunctionExpression,
    GetItemExpression,
    UnaryExpression,
)
from altair.utils.schemapi import debug_mode

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import EXPRESSION, by_name

_WORTH_A_NAME = 16  # letters
_LONG_ALONE = 60  # letters of what has no parts: a list that is picked from


@contextmanager
def tracing() -> Iterator[None]:
    """Trace formulas without writing them out at each sign, as Altair does to check them.

    What stands in a formula many times would be written as many times, at each step anew.

    Returns
    -------
    contextlib.AbstractContextManager

    Examples
    --------
    >>> from clvwidgets.charts.signals import signal
    >>> with tracing():
    ...     square = signal("margin") * signal("margin")
    >>> str(square)
    '(margin * margin)'
    """
    with debug_mode(False):
        yield


@checked(expressions=by_name(EXPRESSION))
def shared_terms(
    expressions: Mapping[str, Any], prefix: str = "term", reader: str = ""
) -> tuple[dict[str, str], dict[str, str]]:
    """Write expressions with the terms that they share written once.

    Parameters
    ----------
    expressions : mapping of str to expression
        As formulas give them, traced.
    prefix : str
        What the names of the terms begin with.
    reader : str
        What stands before a term's name where it is read, such as "datum.".

    Returns
    -------
    tuple of dict of str to str, dict of str to str
        Each term by its name, in an order in which none needs a later one; and each expression.

    Examples
    --------
    >>> import altair as alt
    >>> from clvwidgets.charts.signals import signal
    >>> root = alt.expr.sqrt(signal("margin") + 1)
    >>> shared_terms({"square": root * root})
    ({'term_1': 'sqrt((margin + 1))'}, {'square': '(term_1 * term_1)'})
    """
    writer = _Writer(prefix, reader)
    roots = {name: writer.take(expression) for name, expression in expressions.items()}
    written = {name: writer.write(node) for name, node in roots.items()}
    return writer.terms, written


@checked(expressions=by_name(EXPRESSION))
def longest(expressions: Mapping[str, Any]) -> int:
    """Count the letters of the longest expression, without writing it out.

    Parameters
    ----------
    expressions : mapping of str to expression

    Returns
    -------
    int

    Examples
    --------
    >>> from clvwidgets.charts.signals import signal
    >>> longest({"double": signal("margin") * 2})
    12
    """
    writer = _Writer("", "")
    lengths: list[int] = []
    for expression in expressions.values():
        writer.take(expression)
    for head, parts in writer.nodes:
        lengths.append(_length(head, [lengths[part] for part in parts]))
    return max((lengths[writer.take(one)] for one in expressions.values()), default=0)


@dataclass
class _Writer:
    """Keeps each distinct term once: a node is how its parts are put together, and their places."""

    prefix: str
    reader: str
    nodes: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    places: dict[tuple[str, tuple[int, ...]], int] = field(default_factory=dict)
    taken: dict[int, tuple[Any, int]] = field(default_factory=dict)
    uses: Counter[int] = field(default_factory=Counter)
    texts: dict[int, str] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)

    def take(self, part: Any) -> int:
        """Note a term and its parts, and tell its place."""
        known = self.taken.get(id(part))
        if known is not None:
            return known[1]
        head, parts = _taken_apart(part)
        node = head, tuple(self.take(one) for one in parts)
        place = self.places.get(node)
        if place is None:
            place = self.places[node] = len(self.nodes)
            self.nodes.append(node)
            self.uses.update(node[1])
        self.taken[id(part)] = part, place  # the part is kept, so that its id stays its own
        return place

    def write(self, place: int) -> str:
        """Write a term out, by its name where it has one."""
        if place not in self.texts:
            head, parts = self.nodes[place]
            text = head.format(*(self.write(part) for part in parts)) if parts else head
            least = _WORTH_A_NAME if parts else _LONG_ALONE
            if self.uses[place] > 1 and len(text) >= least:
                name = f"{self.prefix}_{len(self.terms) + 1}"
                self.terms[name] = text
                text = self.reader + name
            self.texts[place] = text
        return self.texts[place]


def _taken_apart(part: Any) -> tuple[str, list[Any]]:
    """Tell how a term is put together, as a template, and of what."""
    if isinstance(part, BinaryExpression):
        return f"({{}} {part.op} {{}})", [part.lhs, part.rhs]
    if isinstance(part, UnaryExpression):
        return f"({part.op}{{}})", [part.val]
    if isinstance(part, FunctionExpression):
        return f"{part.name}({','.join(['{}'] * len(part.args))})", list(part.args)
    if isinstance(part, GetItemExpression):
        return "{}[{}]", [part.group, part.name]
    if isinstance(part, Expression):
        return str(part), []
    return json.dumps(part) if isinstance(part, str | bool | None) else str(part), []


def _length(head: str, parts: list[int]) -> int:
    return len(head) - 2 * len(parts) + sum(parts)
