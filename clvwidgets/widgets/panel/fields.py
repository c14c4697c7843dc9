"""Fields of a panel: traits that know their label, unit and range, so that a slider can be made.

A calculator names its fields as class attributes; each is an ordinary trait, so assignment,
``observe``, ``link`` and ``jslink`` work as everywhere in Jupyter::

    class Shop(Calculator):
        basket = money("Basket", 60, high=300, help="What one order brings in.")
"""

from __future__ import annotations

import math
import numbers
import reprlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal, Required, TypedDict, TypeVar, Unpack

import traitlets

from clvwidgets.arguments import checked_methods
from clvwidgets.doors import TEXT, shown
from clvwidgets.number_format import NumberFormat, format_number

PerPeriod = Literal["flow", "churn", "retention", "growth", "time"]


T = TypeVar("T")


class Described(traitlets.TraitType[T, T]):
    """What all fields have in common: words for people, and a place in the browser.

    Parameters
    ----------
    label : str
        What stands over the field; ``{period}`` is replaced by the panel's period.
    default : any
        Value at the start.
    help : str
        One sentence that says what the value means.
    needs_kernel : bool
        True when only Python can answer a change.
    """

    name: str | None
    help: str

    def __init__(
        self,
        label: str,
        default: T,
        *,
        help: str,  # noqa: A002 - the word that users of traitlets know
        needs_kernel: bool = False,
    ) -> None:
        super().__init__(default, help=help)
        self.label = label
        self.needs_kernel = needs_kernel
        self.tag(sync=True)

    def _described(self, kind: str, **parts: Any) -> dict[str, Any]:
        return {
            "kind": kind,
            "name": self.name,
            "label": self.label,
            "help": self.help,
            **parts,
            **({"needs_kernel": True} if self.needs_kernel else {}),
        }


@checked_methods()
@dataclass(frozen=True)
class Known:
    """What was measured of the quantity that a field moves.

    Parameters
    ----------
    value, low, high : float
        What was found, and the ends of its 95 % interval, in the field's units.
    about : str
        Where: "trial of points, half a year".

    Examples
    --------
    >>> Known(0.2, 0.05, 0.36, "trial of points").value
    0.2
    """

    value: float
    low: float
    high: float
    about: str

    def in_words(self, number_format: NumberFormat, *, locale: str, currency: str) -> str:
        """Write what was measured, with its interval."""
        value, low, high = (
            format_number(one, number_format, locale=locale, currency=currency)
            for one in (self.value, self.low, self.high)
        )
        return f"measured {value} ({low} to {high}), {self.about}"


class NumberField(Described[float]):
    """A number with a slider; see `money`, `rate` and `quantity` for the usual ones.

    Parameters
    ----------
    label : str
        What stands over the slider; ``{period}`` is replaced by the panel's period.
    default : float
        Value at the start.
    low, high, step : float
        The slider's range and step, in the model's units (fractions for percent).
    legal : tuple of two float
        Smallest and largest value that makes sense at all.
    number_format : NumberFormat
        How the value is written.
    help : str
        One sentence that says what the number means.
    per_period : {"flow", "churn", "retention", "growth", "time"}, optional
        How the number changes with the period's length: "flow" grows with it (a margin per month),
        "churn", "retention" and "growth" compound, "time" counts periods.
    whole : bool
        True where only whole numbers make sense.
    needs_kernel : bool
        True when only Python can answer a change.
    known : Known, optional
        What an experiment measured of it, shown beside the slider. Not for a field per period.

    Examples
    --------
    >>> kind = NumberFormat("number")
    >>> weight = NumberField("Weight", 1, high=5, legal=(0, 9), number_format=kind, help="In kg.")
    >>> weight.describe(6)["high"]
    6
    """

    def __init__(
        self,
        label: str,
        default: float,
        *,
        high: float,
        legal: tuple[float, float],
        number_format: NumberFormat,
        help: str,  # noqa: A002 - the word that users of traitlets know
        low: float = 0,
        step: float = 1,
        per_period: PerPeriod | None = None,
        whole: bool = False,
        needs_kernel: bool = False,
        known: Known | None = None,
    ) -> None:
        super().__init__(label, default, help=help, needs_kernel=needs_kernel)
        if known and per_period:
            raise TypeError(f"{label}: what was measured belongs to one period, the field to any.")
        self.known = known
        self.low = low
        self.high = high
        self.step = step
        self.legal = legal
        self.number_format = number_format
        self.per_period = per_period
        self.whole = whole

    def validate(self, _obj: Any, value: Any) -> float:
        """Refuse what is not a number in the field's legal range, with the way out."""
        name = self.name or self.label
        low, high = self.legal
        what = f"{name} must be a number {_range_in_words(low, high)}"
        if isinstance(value, str):
            raise ValueError(f"{what}, got the text {value!r}. Write a number, without quotes.")
        number = _number(value)
        if number is None:
            raise ValueError(f"{what}, got {_told(value)}. Write a number.")
        if not math.isfinite(number) or not low <= number <= high:
            raise ValueError(f"{what}, got {number:g}.{self._way_out(name, number)}")
        if self.whole and number != int(number):
            raise ValueError(f"{name} must be a whole number, got {number:g}.")
        return number

    def _way_out(self, name: str, value: float) -> str:
        if self.number_format.kind == "percent" and 1 < value <= 100:
            return f" If you meant {value:g} percent, write {value / 100:g}."
        return f" For example {name}={self.default_value:g}."

    def describe(self, value: float) -> dict[str, Any]:
        """Describe the field to the browser; the slider's range grows to hold ``value``."""
        return self._described(
            "number",
            low=min(self.low, value),
            high=max(self.high, value),
            step=self.step,
            format=self.number_format.to_json(),
            **({"whole": True} if self.whole else {}),
            **({"known": asdict(self.known)} if self.known else {}),
        )


class ChoiceField(Described[str]):
    """One of several named options.

    Parameters
    ----------
    label : str
        What stands over the choice.
    default : str
        Value at the start.
    options : mapping of str to str
        Value to label.
    help : str
        One sentence.
    needs_kernel : bool
        True when only Python can answer a change.

    Examples
    --------
    >>> ChoiceField("Shade by", "n", options={"n": "customers"}, help="What colour shows.").options
    {'n': 'customers'}
    """

    def __init__(
        self,
        label: str,
        default: str,
        *,
        options: Mapping[str, str],
        help: str,  # noqa: A002 - the word that users of traitlets know
        needs_kernel: bool = False,
    ) -> None:
        super().__init__(label, default, help=help, needs_kernel=needs_kernel)
        self.options = dict(options)

    def validate(self, _obj: Any, value: Any) -> str:
        """Refuse what is not an option, naming those that are."""
        if not isinstance(value, str) or value not in self.options:
            known = ", ".join(repr(option) for option in self.options)
            raise ValueError(f"{self.name} must be one of {known}, got {shown(value)}.")
        return str(value)

    def describe(self, _value: str) -> dict[str, Any]:
        """Describe the field to the browser."""
        options = [{"value": key, "label": text} for key, text in self.options.items()]
        return self._described("choice", options=options)


class SwitchField(Described[bool]):
    """On or off.

    Parameters
    ----------
    label : str
        What stands beside the box.
    default : bool
        Value at the start.
    help : str
        One sentence.
    needs_kernel : bool
        True when only Python can answer a change.

    Examples
    --------
    >>> SwitchField("With returns", help="Takes returns out of the revenue.").default_value
    False
    """

    def __init__(
        self,
        label: str,
        default: bool = False,
        *,
        help: str,  # noqa: A002 - the word that users of traitlets know
        needs_kernel: bool = False,
    ) -> None:
        super().__init__(label, default, help=help, needs_kernel=needs_kernel)

    def validate(self, _obj: Any, value: Any) -> bool:
        """Refuse what is neither True nor False."""
        if not isinstance(value, bool):
            raise ValueError(f"{self.name} must be True or False, got {shown(value)}.")
        return value

    def describe(self, _value: bool) -> dict[str, Any]:
        """Describe the field to the browser."""
        return self._described("switch")


class TextField(Described[str]):
    """A text that Python takes or refuses, such as a customer's name.

    Parameters
    ----------
    label : str
        What stands over the box.
    default : str
        Value at the start.
    help : str
        One sentence.
    suggestions : sequence of str
        Offered while typing; other texts may be typed too.

    Examples
    --------
    >>> TextField("Customer", "", help="Whose card it is.").needs_kernel
    True
    """

    def __init__(
        self,
        label: str,
        default: str,
        *,
        help: str,  # noqa: A002 - the word that users of traitlets know
        suggestions: Sequence[str] = (),
    ) -> None:
        super().__init__(label, default, help=help, needs_kernel=True)
        self.suggestions = list(suggestions)

    def validate(self, _obj: Any, value: Any) -> str:
        """Take anything that can be written."""
        text = str(value)
        TEXT.check(self.name or self.label, text)
        return text

    def describe(self, _value: str) -> dict[str, Any]:
        """Describe the field to the browser."""
        return self._described("text", suggestions=self.suggestions)


Field = NumberField | ChoiceField | SwitchField | TextField


def in_words(field: Field, value: Any, *, locale: str, currency: str) -> str:
    """Write a field's value for people.

    Parameters
    ----------
    field : NumberField, ChoiceField, SwitchField or TextField
        The field.
    value : any
        One of its values.
    locale, currency : str
        BCP 47 tag and ISO 4217 code.

    Returns
    -------
    str

    Examples
    --------
    >>> in_words(money("Basket", 60, high=300, help=""), 60, locale="en-US", currency="EUR")
    '€60'
    """
    match field:
        case NumberField():
            written = {"locale": locale, "currency": currency}
            text = format_number(value, field.number_format, **written)
            known = field.known and field.known.in_words(field.number_format, **written)
            return f"{text} ({known})" if known else text
        case ChoiceField():
            return field.options[value]
        case SwitchField():
            return "yes" if value else "no"
        case _:
            return str(value)


# Declarations say it in lower case: shade = choice("Shade shows", ...).
choice = ChoiceField
switch = SwitchField


class Number(TypedDict, total=False):
    """What a number's field says besides its label and default; see `NumberField`."""

    help: Required[str]
    high: Required[float]
    low: float
    step: float
    per_period: PerPeriod | None
    whole: bool
    needs_kernel: bool
    known: Known | None


def money(label: str, default: float, **parts: Unpack[Number]) -> NumberField:
    """Field for an amount of money, zero or more, in the panel's currency.

    Parameters
    ----------
    label : str
    default : float
        As for `NumberField`.
    **parts : any
        ``high`` and ``help``, and if need be ``low``, ``step``, ``per_period``, ``whole``,
        ``needs_kernel`` and ``known``.

    Returns
    -------
    NumberField

    Examples
    --------
    >>> money("Basket", 60, high=300, help="What one order brings in.").high
    300
    """
    kind = NumberFormat("money")
    return NumberField(label, default, legal=(0, math.inf), number_format=kind, **parts)


def rate(label: str, default: float, **parts: Unpack[Number]) -> NumberField:
    """Field for a rate: a fraction from 0 to 1 in Python, typed as percent in the browser.

    Parameters
    ----------
    label : str
    default : float
        As for `NumberField`.
    **parts : any
        As for `money`; ``step`` is 0.001 if left out.

    Returns
    -------
    NumberField

    Examples
    --------
    >>> rate("Churn per {period}", 0.05, high=0.6, help="Share that leaves.").legal
    (0, 1)
    """
    kind = NumberFormat("percent")
    parts.setdefault("step", 0.001)
    return NumberField(label, default, legal=(0, 1), number_format=kind, **parts)


def quantity(
    label: str,
    default: float,
    *,
    unit: tuple[str, str] | None = None,
    most: float = math.inf,
    **parts: Unpack[Number],
) -> NumberField:
    """Field for a plain number, zero or more, such as orders per year or a lifespan.

    Parameters
    ----------
    label : str
    default : float
        As for `NumberField`.
    unit : tuple of two str, optional
        Word behind the number, singular and plural.
    most : float
        Largest number that makes sense at all.
    **parts : any
        ``high`` and ``help``, and if need be ``low``, ``step``, ``per_period``, ``whole``,
        ``needs_kernel`` and ``known``.

    Returns
    -------
    NumberField

    Examples
    --------
    >>> quantity("Orders per {period}", 8, high=60, help="How often they buy.").legal
    (0, inf)
    """
    kind = NumberFormat("number", unit)
    return NumberField(label, default, legal=(0, most), number_format=kind, **parts)


def _number(value: Any) -> float | None:
    """Read a number of any library; None is what is none, or has too many digits to be one."""
    if getattr(value, "shape", None) == () and hasattr(value, "item"):  # NumPy's clothes
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, numbers.Real | Decimal):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _told(value: Any) -> str:
    is_plain = not (hasattr(value, "dtype") or hasattr(value, "columns"))
    return reprlib.repr(value) if is_plain else shown(value)


def _range_in_words(low: float, high: float) -> str:
    return f"of at least {low:g}" if math.isinf(high) else f"between {low:g} and {high:g}"
