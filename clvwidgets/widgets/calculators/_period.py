"""The period of a calculator: which there are, and how a field's value changes with it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import traitlets

from clvwidgets.charts.signals import signal
from clvwidgets.formulas import PERIODS_PER_YEAR, convert_rate
from clvwidgets.formulas.arithmetic import ceil, choice, maximum, minimum, quotient
from clvwidgets.widgets.panel.fields import Field, NumberField

if TYPE_CHECKING:
    from clvwidgets.widgets.panel.fields import PerPeriod

PERIODS: Final = ("week", "month", "quarter", "year")


class PeriodTrait(traitlets.TraitType[Any, Any]):
    """The period's name; another one converts the fields of its calculator."""

    def validate(self, _obj: Any, value: Any) -> str:
        """Refuse what is not a period, naming those that are."""
        choice("period", value, PERIODS)
        return str(value)

    def get(self, obj: Any, cls: Any = None) -> Any:
        """Read the period, or what stands for it while a description is written."""
        return obj.period_written if obj.period_written is not None else super().get(obj, cls)

    def set(self, obj: Any, value: Any) -> None:
        """Set the period and, where a user does it, convert the fields with it."""
        with obj.switching(self.validate(obj, value)):
            super().set(obj, value)


def conversion(field: Field) -> str | None:
    """Name the way in which a field's value depends on the period, if it does.

    Parameters
    ----------
    field : Field

    Returns
    -------
    str or None

    Examples
    --------
    >>> from clvwidgets import DiscountedCLV
    >>> conversion(DiscountedCLV.fields()["horizon"])
    'whole_time'
    """
    if not isinstance(field, NumberField) or not field.per_period:
        return None
    return f"whole_{field.per_period}" if field.whole else field.per_period


def conversions(fields: Iterable[Field]) -> dict[str, str]:
    """Write the conversions that fields need as expressions of Vega.

    Each is one of ``value``, ``from_per_year`` and ``to_per_year``, how many of the old and of the
    new periods a year has.

    Parameters
    ----------
    fields : iterable of Field

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> from clvwidgets import SimpleCLV
    >>> conversions(SimpleCLV.fields().values())["flow"]
    '(value * (from_per_year / to_per_year))'
    """
    needed = {
        name: field
        for field in fields
        if isinstance(field, NumberField) and (name := conversion(field))
    }
    value, old, new = (signal(name) for name in ("value", "from_per_year", "to_per_year"))
    return {
        name: str(_converted(value, old, new, field.per_period, field.whole))
        for name, field in sorted(needed.items())
        if field.per_period
    }


def converted(
    values: Mapping[str, Any], fields: Mapping[str, Field], old: str, new: str
) -> dict[str, Any]:
    """Convert the values of fields from one period to another.

    Parameters
    ----------
    values : mapping
        The fields' values.
    fields : mapping of str to Field
    old : str
        The period in which they are.
    new : str
        The period that they are wanted in.

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If a value has no counterpart, such as growth of more than 100 percent.

    Examples
    --------
    >>> from clvwidgets import SubscriptionCLV
    >>> fields = SubscriptionCLV.fields()
    >>> converted({"margin": 40, "churn": 0.05}, fields, "month", "year")
    {'margin': 480.0, 'churn': 0.45963991233736307}
    """
    return {name: _in_period(name, value, fields[name], old, new) for name, value in values.items()}


def _in_period(name: str, value: Any, field: Field, old: str, new: str) -> Any:
    if old == new or not isinstance(field, NumberField) or not field.per_period:
        return value
    per_year = PERIODS_PER_YEAR[old], PERIODS_PER_YEAR[new]
    number = _tidy(float(_converted(value, *per_year, field.per_period, field.whole)))
    if not field.legal[0] <= number <= field.legal[1]:
        raise ValueError(
            f"{name} of {value:g} per {old} would be {number:g} per {new}, more than "
            f"{field.legal[1]:g}. Make it smaller first."
        )
    return number


def _tidy(number: float) -> float:
    """Drop the noise in the last digits: there and back again gives the number that was typed."""
    short = float(f"{number:.10g}")
    return short if abs(short - number) <= 1e-13 * abs(number) else number


def _converted(value: Any, old: Any, new: Any, per_period: PerPeriod, whole: bool) -> Any:
    """Convert a number, plain or traced, between periods of which a year has so many."""
    match per_period:
        case "churn" | "retention":
            return convert_rate(value, old, new, kind=per_period)
        case "growth":
            return convert_rate(value, old, new)
        case "flow":
            return value * quotient(old, new)
        case "time":
            periods = value * quotient(new, old)
            # What has a length keeps one: a stage of one week is a stage of one year, not none.
            return maximum(-ceil(-periods - 0.5), minimum(value, 1)) if whole else periods


def described_in_periods(field: NumberField, value: float, native: str, now: str) -> dict[str, Any]:
    """Describe a field "per period" to the browser, with its slider's range in each period.

    Parameters
    ----------
    field : NumberField
        A field with ``per_period``.
    value : float
        Its value in the period ``now``, which its range grows to hold.
    native : str
        The period in which its class writes it.
    now : str
        The period in which the panel starts.

    Returns
    -------
    dict

    Examples
    --------
    >>> from clvwidgets import SubscriptionCLV
    >>> margin = SubscriptionCLV.fields()["margin"]
    >>> described_in_periods(margin, 40, "month", "month")["ranges"]["year"]
    [0.0, 6000.0, 10.0]
    """
    by_period = {period: _range(field, native, period) for period in PERIODS}
    low, high, step = by_period.pop(now)
    return {
        **field.describe(value),
        "low": min(low, value),
        "high": max(high, value),
        "step": step,
        "converts": conversion(field),
        "ranges": by_period,
        # Growth alone can come out above what is legal.
        **({"most": field.legal[1]} if field.per_period == "growth" else {}),
    }


def _range(field: NumberField, native: str, period: str) -> list[float]:
    if period == native or not field.per_period:
        return [field.low, field.high, field.step]
    old, new = PERIODS_PER_YEAR[native], PERIODS_PER_YEAR[period]
    kind = field.per_period

    def there(value: float, kind: PerPeriod = kind) -> float:
        return float(_converted(value, old, new, kind, False))

    low, high = _rounded(there(field.low), math.floor), _rounded(there(field.high), math.ceil)
    if field.whole:
        low, high, step = float(math.floor(low)), float(math.ceil(high)), 1.0
    elif kind in ("flow", "time"):
        step = _round_step(there(field.step))
    else:
        # Finer where less happens in a period; a rate of a year needs no coarser one.
        step = min(field.step, _round_step(there(field.step, "churn")))
    return [max(low, float(field.legal[0])), min(high, float(field.legal[1])), step]


def _rounded(value: float, to_whole: Callable[[float], int]) -> float:
    """Round up or down to two digits."""
    if value == 0:
        return 0.0
    places = 1 - math.floor(math.log10(abs(value)))
    # Six digits first: a sixty that came out as 60.000000001 is sixty.
    return round(to_whole(round(value * 10.0**places, 6)) / 10.0**places, 12)


def _round_step(step: float) -> float:
    """Round down to 1, 2 or 5 times a power of ten; a five that came out as 4.9999999 is five."""
    power = 10.0 ** math.floor(math.log10(step) + 1e-9)
    return round(max(first for first in (1, 2, 5) if first * power <= step * 1.000001) * power, 12)
