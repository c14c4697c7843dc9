"""Arguments of a right kind, or a sentence: `checked` lets each come in by its door.

What an argument may be stands in its annotation already, and is read from there, so that nothing
is said twice.
"""

from __future__ import annotations

import ast
import functools
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from inspect import Parameter, Signature, isfunction, signature
from typing import Any, Final, ParamSpec, TypeVar

from clvwidgets.doors import (
    ANYTHING,
    COLUMN,
    DAY,
    FLAG,
    FUNCTION,
    MASK,
    NOTHING,
    NUMBER,
    NUMBERS,
    OURS,
    PATH,
    REAL,
    SEED,
    TABLE,
    TEXT,
    WHOLE,
    Door,
    a,
    choice,
    list_of,
    mapping_to,
)

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C", bound=type)

_BY_NAME: Final[Mapping[str, Door]] = {
    "float": NUMBER,
    "int": WHOLE,
    "bool": FLAG,
    "str": TEXT,
    "None": NOTHING,
    "DataFrame": TABLE,
    "Series": COLUMN,
    "Timestamp": DAY,
    "Path": PATH,
    "PathLike": PATH,
    "ArrayLike": NUMBERS,
    "NDArray": NUMBERS,
    "ndarray": NUMBERS,
    "Array": NUMBERS,
    "Floats": NUMBERS,
    "Ints": NUMBERS,
    "Mask": MASK,
    "Callable": FUNCTION,
    "Any": ANYTHING,
    "object": ANYTHING,
}
_MANY: Final = ("Sequence", "Collection", "Iterable", "list", "tuple")


def door_of(name: str, annotation: Any) -> Door:
    """Read from an annotation what an argument may be; what it does not say, comes in."""
    if name == "seed":
        return SEED | NOTHING if "None" in str(annotation) else SEED
    if not isinstance(annotation, str):
        return ANYTHING
    return _read(ast.parse(annotation, mode="eval").body)


def _read(node: ast.expr) -> Door:
    match node:
        case ast.BinOp(op=ast.BitOr()):
            return _either(_parts(node))
        case ast.Constant(value=None):
            return NOTHING
        case ast.Constant(value=str(text)):
            return _read(ast.parse(text, mode="eval").body)
        case ast.Name(id=word) | ast.Attribute(attr=word):
            return _named(word)
        case ast.Subscript(value=ast.Name(id=word) | ast.Attribute(attr=word), slice=inside):
            return _filled(word, inside)
    return ANYTHING


def _parts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp):
        return [*_parts(node.left), *_parts(node.right)]
    return [node]


def _either(parts: Sequence[ast.expr]) -> Door:
    doors = [_read(part) for part in parts]
    if ANYTHING in doors:
        return ANYTHING
    if DAY in doors:  # a text beside a timestamp is a date in words
        doors = [door for door in doors if door is not TEXT]
    if PATH in doors:
        doors = [door for door in doors if door is not TEXT]
    joined = functools.reduce(operator.or_, dict.fromkeys(doors))
    words = [door.words for door in dict.fromkeys(doors) if door is not NOTHING]
    return replace(joined, words=" or ".join(words))


def _named(word: str) -> Door:
    if word in _MANY:
        return list_of(ANYTHING)
    return _BY_NAME.get(word) or (a(word) if word in OURS else ANYTHING)


def _filled(word: str, inside: ast.expr) -> Door:
    if word == "Literal":
        words = inside.elts if isinstance(inside, ast.Tuple) else [inside]
        return choice(*(ast.literal_eval(one) for one in words))
    if word in _MANY:
        first = inside.elts[0] if isinstance(inside, ast.Tuple) else inside
        item = _read(first)
        return list_of(REAL if item is NUMBER else item)
    if word in ("Mapping", "dict") and isinstance(inside, ast.Tuple):
        return mapping_to(_read(inside.elts[1]))
    return _named(word)


def checked(**doors: Door) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let every argument of a function come in by its door.

    Parameters
    ----------
    **doors : Door
        For arguments whose annotation does not say enough.

    Returns
    -------
    callable
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        known = signature(function)
        by_name = {
            name: doors.get(name) or door_of(name, parameter.annotation)
            for name, parameter in known.parameters.items()
        }
        by_name = {name: door for name, door in by_name.items() if door is not ANYTHING}
        if not by_name:
            return function

        @functools.wraps(function)
        def through_the_doors(*args: P.args, **kwargs: P.kwargs) -> R:
            _let_in(known.parameters, by_name, _given(known, args, kwargs))
            return function(*args, **kwargs)

        return through_the_doors

    return decorate


def _given(known: Signature, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Find the arguments by name; none if they do not fit, which the call itself says best."""
    try:
        return known.bind(*args, **kwargs).arguments
    except TypeError:
        return {}


def _let_in(
    known: Mapping[str, Parameter], doors: Mapping[str, Door], given: Mapping[str, Any]
) -> None:
    for name, door in doors.items():
        if name not in given:
            continue
        kind = known[name].kind
        if kind is Parameter.VAR_KEYWORD:
            for word, value in given[name].items():
                door.check(word, value)
        elif kind is Parameter.VAR_POSITIONAL:
            for value in given[name]:
                door.check(name, value)
        else:
            door.check(name, given[name])


def checked_methods(**doors: Door) -> Callable[[C], C]:
    """Let the arguments of a class and of its public methods come in by their doors."""

    def decorate(cls: C) -> C:
        for name, member in list(vars(cls).items()):
            if name.startswith("_") and name != "__init__":
                continue
            if isinstance(member, classmethod):
                setattr(cls, name, classmethod(_guard(member.__func__, doors)))
            elif isfunction(member):
                setattr(cls, name, _guard(member, doors))
        return cls

    return decorate


def _guard(function: Callable[..., Any], doors: Mapping[str, Door]) -> Callable[..., Any]:
    own = {name: door for name, door in doors.items() if name in signature(function).parameters}
    return checked(**own)(function)
