"""Every docstring with sections is numpydoc, type first, and says what the signature says.

What a room offers must have sections, with an example. A method, and what no room offers, may say
all there is in one sentence; where it has sections, they are held to the same.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import clvwidgets

SECTIONS = [
    *["Parameters", "Attributes", "Returns", "Yields", "Raises"],
    *["See Also", "Notes", "References", "Examples"],
]
HEADING = re.compile(r"^([A-Z][A-Za-z ]+)\n-{3,}$", re.MULTILINE)
GIVES_NOTHING = {"None", "Never", "NoReturn", "Iterator[None]"}
# A type says what a value is, not what it means: "float", and not "money" or "what to write".
TYPE = re.compile(
    r"""^(?:
        (?:float|int|str|bool|bytes|dict|list|tuple|set|frozenset|mapping|sequence|collection
          |iterable|callable|array|array_like|scalar|number|whole\ number|date|label|table
          |path|folder|model|fitted\ \w+|panel|any)s?\b
        |\(|\{
        |\[?(?-i:[a-z_]+\.)+(?-i:[A-Z]\w*|ndarray|date|datetime)\b
        |(?!True|False|None)(?-i:[A-Z]\w*[a-z]\w*\b)(?!-)
    )(?!.*(?:[;:]\ |,\ one\ row\b|\b(?:what|which|whose|that|when|where|such|as|by|from\ (?!\d)|with
      |under|inside|the|its)\b))""",
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


def entries(body, *, apart=True):
    """Give name and type of each entry of a section: lines that are not indented."""
    lines = [line for line in body.splitlines() if line and not line[0].isspace()]
    return [
        (name.strip(), kind.strip())
        for names, _, kind in (line.partition(" : ") for line in lines)
        for name in (names.split(",") if apart else [names])
    ]


def arguments(thing):
    """Name the arguments as they are written down: ``*names``, ``**words``."""
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    return [
        stars.get(argument.kind, "") + name
        for name, argument in inspect.signature(thing).parameters.items()
        if name not in {"self", "cls"} and not name.startswith("_")
    ]


def misshapen(told):
    """Say what sections have wrong, whatever they describe."""
    wrong = [f"section {name} is unknown" for name in told if name not in SECTIONS]
    known = [name for name in told if name in SECTIONS]
    if known != sorted(known, key=SECTIONS.index):
        wrong.append(f"sections stand in the order {', '.join(known)}")
    for section in ("Parameters", "Attributes"):
        for name, kind in entries(told.get(section, "")):
            if not TYPE.match(kind):
                wrong.append(f"{name} has no type but {kind or 'nothing'!r}")
    for section in ("Returns", "Yields"):
        for name, kind in entries(told.get(section, ""), apart=False):
            # One of several things may have a name of its own: "tone : str".
            if not TYPE.match(kind or name) or (kind and TYPE.match(name)):
                wrong.append(f"{section} has no type but {f'{name} : {kind}'.rstrip(' :')!r}")
    for name, kind in entries(told.get("Raises", "")):
        if kind or not re.fullmatch(r"[\w.]+", name):
            wrong.append(f"Raises names no exception but {f'{name} : {kind}'.rstrip(' :')!r}")
    return wrong


def misdescribed(told, taken, fields=()):
    """Say which arguments the sections leave out, and which they make up."""
    described = dict(entries(told.get("Parameters", "")))
    wrong = [
        f"{name} is not described"
        for name in taken
        if name not in described
        and name not in fields
        and not (name.startswith("**") and described)
    ]
    # Words that a function takes by any name may be described one by one.
    if not any(name.startswith("**") for name in taken):
        wrong += [f"{name} does not exist" for name in described if name not in taken]
    return wrong


def faults(thing):
    """Say what the docstring of a thing that a room offers has wrong."""
    if not thing.__doc__:
        return ["has none"]
    told = sections(thing.__doc__)
    if not told and "." in thing.__qualname__:
        return []
    # A class whose fields are its arguments describes them as its attributes.
    fields = dict(entries(told.get("Attributes", ""))) if inspect.isclass(thing) else {}
    wrong = misshapen(told) + misdescribed(told, arguments(thing), fields)
    returned = inspect.signature(thing).return_annotation
    if not inspect.isclass(thing) and returned not in {"None", None} and "Returns" not in told:
        wrong.append("what it returns has no type")
    source = inspect.getsource(thing) if not inspect.isclass(thing) else ""
    if re.search(r"^\s+raise \w+\(", source, re.MULTILINE) and "Raises" not in told:
        wrong.append("does not say what it raises")
    if "." not in thing.__qualname__ and ">>> " not in told.get("Examples", ""):
        wrong.append("has no example")
    return wrong


def definitions(node, above=""):
    """Give every class and function below a node, by name: offered or not, nested or not."""
    for child in ast.iter_child_nodes(node):
        name = above
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            name = f"{above}.{child.name}".lstrip(".")
            yield name, child
        yield from definitions(child, name)


def faults_as_written(node):
    """Say what a docstring with sections has wrong, without importing what it describes."""
    told = sections(ast.get_docstring(node))
    if not told:
        return []
    wrong = misshapen(told)
    if isinstance(node, ast.ClassDef):
        return wrong
    wrong += misdescribed(told, written_arguments(node.args))
    is_value = any("property" in ast.unparse(mark) for mark in node.decorator_list)
    returned = ast.unparse(node.returns) if node.returns else "None"
    if not (is_value or returned in GIVES_NOTHING or {"Returns", "Yields"} & told.keys()):
        wrong.append("what it returns has no type")
    if any(map(raises_anew, inner(node))) and "Raises" not in told:
        wrong.append("does not say what it raises")
    return wrong


def written_arguments(taken):
    """Name the arguments of a definition as they are written down."""
    names = [argument.arg for argument in (*taken.posonlyargs, *taken.args)]
    names += [f"*{taken.vararg.arg}"] if taken.vararg else []
    names += [argument.arg for argument in taken.kwonlyargs]
    names += [f"**{taken.kwarg.arg}"] if taken.kwarg else []
    return [name for name in names if name not in {"self", "cls"} and not name.startswith("_")]


def inner(node):
    """Give the nodes of a function, without those of the functions inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.Lambda, ast.ClassDef)):
            yield child
            yield from inner(child)


def raises_anew(node):
    """Say whether a statement makes an exception, and does not just pass one on."""
    return isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)


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
        "text has no type but 'what to say'",
        "loud has no type but 'nothing'",
        "loud does not exist",
        "what it returns has no type",
        "does not say what it raises",
        "has no example",
    ]


PUBLIC = public()


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_docstring_agrees_with_its_signature(name):
    assert faults(PUBLIC[name]) == []


WRITTEN_WRONG = '''
class Shop:
    """A shop.

    Attributes
    ----------
    name : how it is called
    """

    def sell(self, what, *, price):
        """Sell.

        Parameters
        ----------
        what : str

        Returns
        -------
        DataFrame : one row a sale

        Raises
        ------
        ValueError : for what nobody buys
        """

    def close(self) -> str:
        """Close.

        Examples
        --------
        >>> Shop().close()
        """
        raise ValueError("Nobody has the key.")

    def _count(self, what):
        """Count."""
'''


def test_each_fault_is_seen_as_it_is_written():
    found = dict(definitions(ast.parse(WRITTEN_WRONG)))
    assert {name: faults_as_written(node) for name, node in found.items()} == {
        "Shop": ["name has no type but 'how it is called'"],
        "Shop.sell": [
            "Returns has no type but 'DataFrame : one row a sale'",
            "Raises names no exception but 'ValueError : for what nobody buys'",
            "price is not described",
        ],
        "Shop.close": ["what it returns has no type", "does not say what it raises"],
        "Shop._count": [],
    }


ROOT = Path(__file__).parents[2]
MODULES = sorted(file for room in ("clvwidgets", "tools") for file in (ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_docstring_with_sections_agrees_with_what_is_written(file):
    found = definitions(ast.parse(file.read_text(encoding="utf-8")))
    wrong = {name: faults_as_written(node) for name, node in found}
    assert {name: those for name, those in wrong.items() if those} == {}
