"""What every formula does before and after its arithmetic: check, unwrap, wrap again."""

from __future__ import annotations

import math
import numbers
import reprlib
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import wraps
from inspect import Signature, signature
from typing import Any, ParamSpec

from clvwidgets.formulas._dispatch import Value, expression, is_array, is_traced

P = ParamSpec("P")


@dataclass(frozen=True)
class Range:
    """The values an argument may take, and how to say so in a sentence."""

    words: str
    low: float = -math.inf
    high: float = math.inf
    above_low: bool = False
    whole: bool = False
    endless: bool = False
    percent: bool = False

    def allows(self, value: Any) -> Any:
        """Tell where ``value`` (a float or an array) is in range."""
        inside = (value > self.low) if self.above_low else (value >= self.low)
        inside = inside & (value <= self.high)
        if not self.endless:
            inside = inside & (abs(value) < math.inf)
        if self.whole:
            inside = inside & ((value % 1 == 0) | (abs(value) == math.inf))
        return inside

    def hint(self, value: float) -> str:
        """Name the way out, if the value looks like a rate written in percent.

        Nobody types 1.518172 percent: that comes out of a sum, and its mistake lies there.
        """
        if self.percent and 1 < abs(value) <= 100 and math.isclose(value, round(value, 2)):
            return f" If you meant {value:g} percent, write {value / 100:g}."
        return ""


MONEY = Range("be a finite amount")
WORTH = Range("be an amount of money", endless=True)
COST = Range("be 0 or more", low=0)
COUNT = COST
POSITIVE = Range("be greater than 0", low=0, above_low=True)
SHARE = Range("lie between 0 and 1", low=0, high=1, percent=True)
RATE = Range("lie between 0 and 1 per period", low=0, high=1, percent=True)
GROWTH = Range("lie between -1 and 1 per period", low=-1, high=1, percent=True)
PERIODS = Range("be a whole number, 0 or more", low=0, whole=True, endless=True)
LENGTH = Range("be a whole number, 0 or more", low=0, whole=True)
DURATION = Range("be 0 or more", low=0, endless=True)


def formula(**ranges: Range) -> Callable[[Callable[P, Value]], Callable[P, Value]]:
    """Make a formula out of plain arithmetic on the arguments named in ``ranges``.

    The body gets floats, arrays or Altair expressions that are known to be in range (traced
    numbers cannot be checked; sliders have ends of their own). Series go in as arrays and the
    result comes back as a Series with their index.
    """

    def decorate(body: Callable[P, Value]) -> Callable[P, Value]:
        named = _naming(signature(body))
        computed: Callable[..., Value] = body

        @wraps(body)
        def checked(*args: P.args, **kwargs: P.kwargs) -> Value:
            arguments = named(args, kwargs)
            given = {name: arguments[name] for name in ranges}
            ready = {name: unwrap(name, value, ranges[name]) for name, value in given.items()}
            # Numbers, which a slider's move asks for by the hundred, come back as they are.
            are_numbers = all(type(value) is float for value in ready.values())
            finish = None if are_numbers else _wrapper(given)
            with _infinities_allowed():
                result = computed(**{**arguments, **ready})
                return result if finish is None else _finished(result, finish)

        vars(checked)["ranges"] = ranges
        return checked

    return decorate


def _finished(result: Value, finish: Callable[[Value], Value]) -> Value:
    """Give a result its form; of several results, each."""
    if isinstance(result, dict):
        return {name: finish(value) for name, value in result.items()}
    return finish(result)


def _naming(parameters: Signature) -> Callable[[tuple[Any, ...], dict[str, Any]], dict[str, Any]]:
    """Find the name of each argument of a call, as `Signature.bind` does, many times faster."""
    known = parameters.parameters
    in_order = [name for name, one in known.items() if one.kind is one.POSITIONAL_OR_KEYWORD]
    defaults = {name: one.default for name, one in known.items() if one.default is not one.empty}

    def named(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        by_place = dict(zip(in_order, args, strict=False))
        arguments = {**defaults, **by_place, **kwargs}
        is_whole = len(by_place) == len(args) and arguments.keys() == known.keys()
        if not is_whole or by_place.keys() & kwargs.keys():
            parameters.bind(*args, **kwargs)  # says what is wrong
        return arguments

    return named


def _infinities_allowed() -> AbstractContextManager[Any]:
    """Keep NumPy from warning: infinities are answers here, not accidents."""
    numpy = sys.modules.get("numpy")
    return nullcontext() if numpy is None else numpy.errstate(all="ignore")


def choice(name: str, value: object, allowed: Collection[str]) -> None:
    """Refuse a ``value`` that is not one of the ``allowed`` words."""
    if not isinstance(value, str) or value not in allowed:
        words = ", ".join(f'"{word}"' for word in allowed)
        raise ValueError(f"{name} must be one of {words}, got {value!r}.")


def at_most(name: str, value: Any, limit_name: str, limit: Any) -> None:
    """Refuse a part that is larger than the whole it was taken from."""
    if is_traced(value) or is_traced(limit):
        return
    wrong = value > limit
    if wrong.any() if is_array(wrong) else wrong:
        many = f" in {int(wrong.sum())} of {wrong.size} rows" if is_array(wrong) else ""
        got = "" if is_array(wrong) else f" ({value:g} and {limit:g})"
        raise ValueError(
            f"{name} is larger than {limit_name}{many}{got}, but it counts a part of them. "
            "Check that both come from the same period."
        )


def single(name: str, value: object, allowed: Range) -> float:
    """Check one plain number, where arrays and traced numbers make no sense."""
    if getattr(value, "shape", None) == ():  # a number in NumPy's clothes
        value = value.item()  # type: ignore[attr-defined]
    if not is_number(value):
        raise ValueError(f"{name} must be one number, got a value of type {type(value).__name__}.")
    return _check_one(name, value, allowed)


def unwrap(name: str, value: Any, allowed: Range) -> Value:
    """``value`` as a float, a float array or an expression, checked."""
    if type(value) is float or type(value) is int:  # nearly always, and the rest is slow to ask
        return _check_one(name, value, allowed)
    if is_traced(value):
        return expression(value)
    if getattr(value, "shape", None) == ():  # a number in NumPy's clothes
        value = value.item()
    if is_number(value):
        return _check_one(name, value, allowed)
    if is_array(value) or _is_series(value):
        return _check_many(name, value, allowed)
    kind = _kind(value)
    if isinstance(value, Collection) and not isinstance(value, str | bytes):
        raise ValueError(
            f"{name} must be a number, a NumPy array or a pandas Series, got a {kind}. "
            f"Take one column of a table; make an array of it: numpy.asarray({name})."
        )
    raise ValueError(
        f"{name} must be a number, got {reprlib.repr(value)} ({kind}). "
        "Give a number, an array, a Series or an Altair parameter."
    )


def sequence(name: str, values: Any) -> list[Any]:
    """``values`` one by one, where a formula takes several numbers under one name."""
    if isinstance(values, str | bytes | Mapping) or not hasattr(values, "__iter__"):
        raise ValueError(
            f"{name} must be a list of numbers, got {reprlib.repr(values)} ({_kind(values)})."
        )
    if getattr(values, "shape", None) == ():  # NumPy says that it can be looped over, and cannot
        values = [values]
    return list(values)


def _kind(value: object) -> str:
    """Name the type of a value, with its library: more than one has a Series."""
    library, name = type(value).__module__.partition(".")[0], type(value).__name__
    return name if library in ("builtins", "__main__") else f"{library}.{name}"


def _check_one(name: str, given: Any, allowed: Range) -> float:
    try:
        value = float(given)
    except OverflowError:
        value = math.inf
    except ValueError:  # a Decimal that signals that it is no number
        value = math.nan
    if math.isnan(value):
        raise ValueError(f"{name} is missing (NaN). Fill it in or leave this case out.")
    if not allowed.allows(value):
        shown = given if math.isfinite(value) else value
        raise ValueError(f"{name} must {allowed.words}, got {shown}.{allowed.hint(value)}")
    return value


def _check_many(name: str, given: Any, allowed: Range) -> Value:
    numpy = sys.modules["numpy"]
    if given.dtype.kind not in "biuf" and not all(
        is_number(item) for item in numpy.asarray(given, dtype=object).flat
    ):
        raise ValueError(
            f"{name} must hold numbers only, got values of type {given.dtype}. "
            "Turn text into numbers first, and fill in or leave out what is missing."
        )
    if _is_series(given):
        values = given.to_numpy(dtype=float, na_value=math.nan)
    else:  # what a masked array hides is missing, not the number under the mask
        values = numpy.ma.filled(given.astype(float), math.nan)
    missing = numpy.isnan(values)
    if missing.any():
        raise ValueError(
            f"{name} is missing (NaN) in {missing.sum()} of {values.size} values, the first "
            f"{_place(given, missing)}. Fill them in or leave those rows out."
        )
    with _infinities_allowed():
        wrong = ~allowed.allows(values)
    if wrong.any():
        first = values[wrong].flat[0]
        raise ValueError(
            f"{name} must {allowed.words}; {wrong.sum()} of {values.size} values break this, "
            f"the first is {first:g} {_place(given, wrong)}.{allowed.hint(first)}"
        )
    return values


def is_number(x: object) -> bool:
    """Whether ``x`` is a real number of Python's (or a Decimal), or one of NumPy's."""
    return isinstance(x, numbers.Number) and not isinstance(x, complex)


def _is_series(x: object) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(x, pandas.Series)


def _place(given: Any, mask: Any) -> str:
    """Where the first marked value stands, in words."""
    place = tuple(int(axis[0]) for axis in mask.nonzero())
    if _is_series(given):
        label = given.index[place[0]]
        return f"at index {label!r}" if isinstance(label, str) else f"at index {label}"
    return f"at position {place[0] if len(place) == 1 else place}"


def _wrapper(given: Mapping[str, Any]) -> Callable[[Value], Value]:
    """How the result gets the form of the arguments: traced, array, Series or float."""
    traced = [name for name, value in given.items() if is_traced(value)]
    series = {name: value for name, value in given.items() if _is_series(value)}
    arrays = {name: value for name, value in given.items() if is_array(value)} | series
    if traced and arrays:
        raise ValueError(
            f"{traced[0]} is an Altair expression and {next(iter(arrays))} an array. Vega cannot "
            "see the array: put it into the chart's data and use alt.datum."
        )
    if traced:
        return expression
    if not arrays:
        return lambda result: result
    shape = _common_shape(arrays)
    numpy = sys.modules["numpy"]

    def spread(result: Value) -> Value:
        values = numpy.full(shape, result)  # also where one branch took no notice of an array
        if not series:
            return values
        index = next(iter(series.values())).index
        return sys.modules["pandas"].Series(values, index=index)

    return spread


def _common_shape(arrays: Mapping[str, Any]) -> tuple[int, ...]:
    """Find the shape of the result; refuse arrays and Series that do not belong together."""
    series = [(name, value.index) for name, value in arrays.items() if _is_series(value)]
    for name, index in series[1:]:
        if not index.equals(series[0][1]):
            raise ValueError(
                f"{series[0][0]} and {name} are Series with different indexes. Align them first, "
                "for example as columns of one table."
            )
    shapes = {name: value.shape for name, value in arrays.items()}
    try:
        shape: tuple[int, ...] = sys.modules["numpy"].broadcast_shapes(*shapes.values())
    except ValueError:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise ValueError(
            f"The arguments do not have matching shapes: {listed}. "
            "Give one number for all, or arrays of one length."
        ) from None
    if series and shape != (len(series[0][1]),):
        raise ValueError("A Series goes with single numbers, or with arrays of its own length.")
    return shape
