"""Valid calls of every public function, class and method, overheard while examples run.

Nothing is listed by hand: what is public stands in the modules' `__all__`; the calls are those
that the examples of all docstrings make, and the few in `more_examples`, also deep inside.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib
import inspect
import io
import pkgutil
import sys
import types
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import clvwidgets

NOT_IMPORTED = ("clvwidgets.course.exercises",)  # what a notebook asks, without any arguments


@dataclass(frozen=True)
class Call:
    """One call that works."""

    room: str
    name: str
    run: Callable[..., Any]
    first: tuple[Any, ...]
    arguments: dict[str, Any]
    many: str | None
    words: str | None

    def __call__(self, **changes: Any) -> Any:
        given = self.arguments | changes
        several = given.pop(self.many, ()) if self.many else ()
        named = given.pop(self.words, {}) if self.words else {}
        if several:
            first = [given.pop(name) for name in list(given) if name in self._in_order()]
            return self.run(*self.first, *first, *several, **given, **named)
        return self.run(*self.first, **given, **named)

    def _in_order(self) -> list[str]:
        kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        parameters = inspect.signature(self.run).parameters.values()
        return [p.name for p in parameters if p.kind in kinds]


def modules() -> list[types.ModuleType]:
    """Every module of the package."""
    found = [clvwidgets]
    for info in pkgutil.walk_packages(clvwidgets.__path__, "clvwidgets."):
        if not info.name.startswith(NOT_IMPORTED) and "__main__" not in info.name:
            found.append(importlib.import_module(info.name))
    return found


def public_codes() -> dict[types.CodeType, str]:
    """The code of everything public: names in `__all__`, charts, and methods of public classes."""
    codes: dict[types.CodeType, str] = {}
    for module in modules():
        for thing in _offered(module):
            if inspect.isclass(thing):
                for name, method in _methods(thing):
                    codes.setdefault(_code(method), f"{thing.__name__}.{name}")
            elif inspect.isfunction(inspect.unwrap(thing)):
                codes.setdefault(_code(thing), thing.__name__)
    return codes


def _offered(module: types.ModuleType) -> Iterator[Any]:
    names = getattr(module, "__all__", None)
    if names is None and module.__name__.startswith(("clvwidgets.charts.", "clvwidgets.display.")):
        if module.__name__.rpartition(".")[2].startswith("_"):
            return
        names = [
            name
            for name, thing in vars(module).items()
            if not name.startswith("_") and getattr(thing, "__module__", "") == module.__name__
        ]
    for name in names or ():
        thing = getattr(module, name)
        if callable(thing) and getattr(thing, "__module__", "").startswith("clvwidgets"):
            yield thing


def _methods(cls: type) -> Iterator[tuple[str, Any]]:
    for base in cls.__mro__:
        if not base.__module__.startswith("clvwidgets"):
            continue
        for name, member in vars(base).items():
            method = getattr(member, "__func__", member)
            written = inspect.isfunction(method) and method.__code__.co_filename != "<string>"
            if written and (name == "__init__" or not name.startswith("_")):
                yield name, method


def _code(function: Any) -> types.CodeType:
    return inspect.unwrap(function).__code__


def overheard(
    rooms: tuple[str, ...],
    first: Callable[[], object],
    more_examples: Callable[[], object],
    quiet: tuple[str, ...] = (),
) -> tuple[list[Call], set[str]]:
    """Run all examples and note the first call of each public thing (of each class, if made).

    What ``first`` calls is noted before what the docstrings call. Rooms that are quiet have no
    examples that are quick enough: they are told by ``more_examples``. Also return the names of
    what has arguments and was never called.
    """
    codes = public_codes()
    heard: dict[tuple[Any, ...], Call] = {}

    def listen(frame: types.FrameType, event: str, _: Any) -> None:
        if event != "call" or frame.f_code not in codes:
            return
        call = _noted(frame)
        if call is not None:
            key = (frame.f_code, call.run if frame.f_code.co_name == "__init__" else None)
            heard.setdefault(key, call)

    sys.setprofile(listen)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            first()
            _run_docstrings([room for room in rooms if room not in quiet])
            more_examples()
    finally:
        sys.setprofile(None)
    reached = {code for code, _ in heard}
    silent = {
        name
        for code, name in codes.items()
        if code not in reached
        and _room(code) in rooms
        and code.co_argcount + code.co_kwonlyargcount > ("." in name)
    }
    return [call for call in heard.values() if call.room in rooms], silent


def _room(code: types.CodeType) -> str:
    if code.co_filename == "<string>":  # what a dataclass writes for itself is never called by name
        return ""
    return Path(code.co_filename).relative_to(Path(clvwidgets.__path__[0])).parts[0]


def _run_docstrings(rooms: Collection[str]) -> None:
    runner = doctest.DocTestRunner(verbose=False)
    for module in modules():
        if module.__name__.partition(".")[2].partition(".")[0] not in rooms:
            continue
        for test in doctest.DocTestFinder().find(module, module.__name__):
            if test.examples:
                runner.run(test, out=lambda _: None)


def _can_be_made(cls: type, values: dict[str, Any], words: str | None) -> bool:
    """Whether a class takes these arguments, which may be those of a part that it stands on."""
    named = {name: value for name, value in values.items() if name != words}
    try:
        inspect.signature(cls).bind(**named)
    except TypeError:
        return False
    return True


def _noted(frame: types.FrameType) -> Call | None:
    code = frame.f_code
    count = code.co_argcount + code.co_kwonlyargcount
    names = list(code.co_varnames[:count])
    values = {name: frame.f_locals[name] for name in names if name in frame.f_locals}
    rest = list(code.co_varnames[count:])
    many = rest.pop(0) if code.co_flags & inspect.CO_VARARGS else None
    words = rest.pop(0) if code.co_flags & inspect.CO_VARKEYWORDS else None
    for extra in filter(None, (many, words)):
        values[extra] = frame.f_locals[extra]
    room = frame.f_globals["__name__"].split(".")[1]
    name = code.co_qualname
    if code.co_name == "__init__":
        cls = type(values.pop(names[0]))
        if not _can_be_made(cls, values, words):
            return None
        return Call(room, cls.__name__, cls, (), values, many, words)
    if names[:1] in (["self"], ["cls"]):
        owner = values.pop(names[0])
        run = getattr(owner, code.co_name, None)
        return None if run is None else Call(room, name, run, (), values, many, words)
    home = sys.modules[frame.f_globals["__name__"]]
    run = getattr(home, code.co_name, None)
    return None if run is None else Call(room, name, run, (), values, many, words)
