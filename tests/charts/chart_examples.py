"""Every public chart function, called as the example in its docstring calls it."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from clvwidgets import charts


@dataclass(frozen=True)
class Call:
    """What the example of a chart function gives it."""

    function: Any
    arguments: dict[str, Any]

    @property
    def name(self) -> str:
        return self.function.__name__

    def takes(self, name: str) -> bool:
        return name in inspect.signature(self.function).parameters


def example_of(function: Any, module: ModuleType) -> Call:
    heard = []

    def listening(*args: Any, **kwargs: Any) -> Any:
        heard.append(inspect.signature(function).bind(*args, **kwargs).arguments)
        return function(*args, **kwargs)

    names = {**vars(module), function.__name__: listening}
    (example,) = doctest.DocTestFinder(recurse=False).find(function, globs=names)
    doctest.DocTestRunner(verbose=False).run(example, out=lambda _: None)
    return Call(function, dict(heard[0]))


def examples(with_argument: str) -> Iterator[Call]:
    """Calls of all public functions of the room that have an argument of this name or kind."""
    for info in pkgutil.iter_modules(charts.__path__, f"{charts.__name__}."):
        module = importlib.import_module(info.name)
        for name, thing in vars(module).items():
            own = inspect.isfunction(thing) and thing.__module__ == module.__name__
            if not own or name.startswith("_") or info.name.rpartition(".")[2].startswith("_"):
                continue
            parameters = inspect.signature(thing).parameters.values()
            if any(with_argument in (p.name, p.annotation) for p in parameters):
                yield example_of(thing, module)
