"""Every public docstring is numpydoc, type first, and says what the signature says.

A method may say all there is in one sentence; where it has sections, they are held to the same.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import pytest

import clvwidgets

SECTIONS = [
    *["Parameters", "Attributes", "Returns", "Yields", "Raises"],
    *["See Also", "Notes", "References", "Examples"],
]
HEADING = re.compile(r"^([A-Z][A-Za-z ]+)\n-{3,}$", re.MULTILINE)
# A type says what a value is, not what it means: "float", and not "money" or "what to write".
TYPE = re.compile(
    r"""^(?:
        (?:float|int|str|bool|bytes|dict|list|tuple|set|frozenset|mapping|sequence|collection
          |iterable|callable|array|array_like|scalar|number|whole\ number|date|label|table
          |path|folder|model|fitted\ \w+|panel|any)s?\b
        |\(|\{
        |\[?(?:pandas|numpy|altair|datetime|pathlib)\.
        |(?-i:[A-Z]\w*[a-z]\w*\b)
    )(?!.*(?:[;:]\ |,\ (?:what|which|whose|one\ row|the|by)\b))""",
    re.IGNORECASE | re.VERBOSE,
)


def rooms():
    """Every package that lists what it offers."""
    names = [f"clvwidgets.{info.name}" for info in pkgutil.iter_modules(clvwidgets.__path__)]
    found = [importlib.import_module(name) for name in names]
    return [clvwidgets, *(room for room in found if hasattr(room, "__all__"))]


def public():
    """Every class and function that a room offers, and the methods of the classes, by name."""
    found = {}
    for room in rooms():
        for name in room.__all__:
            thing = getattr(room, name)
            if not callable(thing) or not thing.__module__.startswith("clvwidgets"):
                continue
            found[f"{thing.__module__}.{name}"] = thing
            if inspect.isclass(thing):
                found |= methods(thing)
    return found


def methods(cls):
    """Give the methods that a class brings; one that it overrides speaks for those below."""
    found = {}
    for owner in cls.__mro__:
        above = {name for base in owner.__mro__[1:] for name in vars(base)}
        for name, member in vars(owner).items():
            plain = getattr(member, "__func__", member)
            is_new = inspect.isfunction(plain) and not name.startswith("_") and name not in above
            if is_new and plain.__module__.startswith("clvwidgets"):
                found[f"{plain.__module__}.{plain.__qualname__}"] = plain
    return found


def sections(text):
    """Split a docstring into its sections, in the order in which they stand."""
    parts = HEADING.split(inspect.cleandoc(text or ""))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def entries(body):
    """Give name and type of each entry of a section: lines that are not indented."""
    lines = [line for line in body.splitlines() if line and not line[0].isspace()]
    return [
        (name.strip(), kind.strip())
        for names, _, kind in (line.partition(" : ") for line in lines)
        for name in names.split(",")
    ]


def arguments(thing):
    """Name the arguments as they are written down: ``*names``, ``**words``."""
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    return [
        stars.get(argument.kind, "") + name
        for name, argument in inspect.signature(thing).parameters.items()
        if name not in {"self", "cls"} and not name.startswith("_")
    ]


def faults(thing):
    """Say what a docstring has wrong."""
    if not thing.__doc__:
        return ["has none"]
    told = sections(thing.__doc__)
    if not told and "." in thing.__qualname__:
        return []
    wrong = [f"section {name} is unknown" for name in told if name not in SECTIONS]
    known = [name for name in told if name in SECTIONS]
    if known != sorted(known, key=SECTIONS.index):
        wrong.append(f"sections stand in the order {', '.join(known)}")
    described = dict(entries(told.get("Parameters", "")))
    # A class whose fields are its arguments describes them as its attributes.
    fields = dict(entries(told.get("Attributes", ""))) if inspect.isclass(thing) else {}
    taken = arguments(thing)
    # Words that a function takes by any name may be described one by one.
    is_open = any(name.startswith("**") for name in taken)
    for name in taken:
        if name not in described | fields and not (name.startswith("**") and described):
            wrong.append(f"{name} is not described")
    if not is_open:
        wrong += [f"{name} does not exist" for name in described if name not in taken]
    for name, kind in (described | fields).items():
        if not TYPE.match(kind):
            wrong.append(f"{name} has no type but {kind or 'nothing'!r}")
    returned = inspect.signature(thing).return_annotation
    if not inspect.isclass(thing) and returned not in {"None", None} and "Returns" not in told:
        wrong.append("what it returns has no type")
    source = inspect.getsource(thing) if not inspect.isclass(thing) else ""
    if re.search(r"^\s+raise \w+\(", source, re.MULTILINE) and "Raises" not in told:
        wrong.append("does not say what it raises")
    if "." not in thing.__qualname__ and ">>> " not in told.get("Examples", ""):
        wrong.append("has no example")
    return wrong


def silent(text: str) -> str:
    """Speak another dialect.

    Examples
    --------
    Parameters
    ----------
    text : what to say
    loud
        Whether it is heard.
    """
    raise ValueError(text)


def test_each_fault_is_seen():
    assert faults(silent) == [
        "sections stand in the order Examples, Parameters",
        "loud does not exist",
        "text has no type but 'what to say'",
        "loud has no type but 'nothing'",
        "what it returns has no type",
        "does not say what it raises",
        "has no example",
    ]


PUBLIC = public()


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_docstring_agrees_with_its_signature(name):
    assert faults(PUBLIC[name]) == []
