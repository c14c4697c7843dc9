"""What may be said of a panel besides its fields: a choice, pinned scenarios, steps of `undo`.

Python says it, and so does the browser; either is refused before anything has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from clvwidgets.doors import NUMBER, TEXT, Door, shown

Check = Callable[[Any], Any]
"""Refuses a value by raising."""


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _is_choice(value: Any) -> bool:
    if not isinstance(value, Mapping):
        return False
    match dict(value):
        case {"keys": keys, **rest}:
            return not rest and _is_list(keys) and all(map(TEXT.lets_in, keys))
        case {"interval": Mapping() as bounds, **rest}:
            return (
                not rest and all(map(TEXT.lets_in, bounds)) and all(map(_is_pair, bounds.values()))
            )
    return False


def _is_pair(value: Any) -> bool:
    return _is_list(value) and len(value) == 2 and all(map(NUMBER.lets_in, value))


CHOICE: Final = Door(
    '{"keys": [...]} with the keys of groups, or {"interval": {...}} with two numbers by field',
    _is_choice,
)
_STEPS: Final = Door(
    '{"entries": [...], "at": 0}, the values of fields step by step and the number of one step',
    lambda value: (
        isinstance(value, Mapping)
        and set(value) == {"entries", "at"}
        and _is_list(value["entries"])
        and isinstance(value["at"], int)
        and not isinstance(value["at"], bool)
    ),
)
_PINS: Final = Door(
    'a list of scenarios such as {"name": "today", "values": {...}}',
    lambda value: (
        _is_list(value)
        and all(isinstance(pin, Mapping) and set(pin) == {"name", "values"} for pin in value)
    ),
)


def check_steps(history: Any, checks: Mapping[str, Check]) -> None:
    """Refuse a history that no step back could be taken in.

    Parameters
    ----------
    history : any
        What is said to be a history.
    checks : mapping of str to callable
        What a step may name, to what refuses a wrong value of it.

    Raises
    ------
    ValueError
        If it is none, or names what the panel refuses.
    """
    _STEPS.check("history", history)
    entries, at = history["entries"], history["at"]
    if not 0 <= at < len(entries):
        raise ValueError(f"A history of {len(entries)} steps has no step {at!r}.")
    for state in entries:
        _check_values("A step of the history", state, checks)


def check_pins(pinned: Any, checks: Mapping[str, Check], needed: Collection[str]) -> None:
    """Refuse scenarios that cannot be compared.

    Parameters
    ----------
    pinned : any
        What are said to be scenarios.
    checks : mapping of str to callable
        What a scenario may name, to what refuses a wrong value of it.
    needed : collection of str
        What each must name.

    Raises
    ------
    ValueError
        If they are none, or name what the panel refuses or too little.
    """
    _PINS.check("pinned", pinned)
    for pin in pinned:
        TEXT.check("name of a pinned scenario", pin["name"])
        of = f"The pinned scenario {pin['name']!r}"
        _check_values(of, pin["values"], checks)
        missing = [name for name in needed if name not in pin["values"]]
        if missing:
            raise ValueError(f"{of} lacks a value for {missing[0]}.")


def _check_values(of: str, values: Any, checks: Mapping[str, Check]) -> None:
    if not isinstance(values, Mapping):
        raise ValueError(f"{of} must name the values of fields, got {shown(values)}.")
    for name, value in values.items():
        if name not in checks:
            raise ValueError(f"{of} names {name!r}, which is no field.")
        checks[name](value)
