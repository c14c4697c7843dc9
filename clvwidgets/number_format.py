"""Numbers as people write them: one rule for the panel's text, its charts and its tables.

The browser writes the same numbers with ``Intl`` (frontend/src/base/format.ts); a test compares
the two. How many digits: two significant figures more than a decision needs and no more, so money
from 100 up has no cents, a ratio has one decimal, a count none.
"""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

Kind = Literal["money", "percent", "ratio", "count", "duration", "number"]


@dataclass(frozen=True)
class NumberFormat:
    """What a number is, so that it can be written for people.

    Parameters
    ----------
    kind : what the number measures; percent takes fractions
    unit : word behind a duration or count, singular and plural
    infinite : what to write for a value without limit

    Examples
    --------
    >>> format_number(3, NumberFormat("duration", ("month", "months")))
    '3 months'
    """

    kind: Kind
    unit: tuple[str, str] | None = None
    infinite: str = "no limit"

    def to_json(self) -> dict[str, Any]:
        """Describe this format to the browser.

        Examples
        --------
        >>> NumberFormat("ratio").to_json()
        {'kind': 'ratio'}
        """
        described: dict[str, Any] = {"kind": self.kind}
        if self.infinite != "no limit":  # which is what the browser writes by itself
            described["infinite"] = self.infinite
        if self.unit:
            described["unit"] = list(self.unit)
        return described


def decimals(value: float, kind: Kind) -> tuple[int, int]:
    """Fewest and most decimals that a value of this kind is written with.

    Parameters
    ----------
    value : the number; a fraction for percent
    kind : what it measures

    Examples
    --------
    >>> decimals(695.47, "money"), decimals(9.5, "money"), decimals(0.05, "percent")
    ((0, 0), (2, 2), (0, 1))
    """
    size = abs(value)
    if kind == "money":
        # 99.996 would read 100.00: it belongs to the numbers without cents already.
        return (0, 0) if size >= 99.995 or value == int(value) else (2, 2)
    if kind == "percent":
        return (0, 2) if 0 < size < 0.01 else (0, 1)
    if kind == "ratio":
        return (1, 1)
    if kind == "count":
        return (0, 0)
    if kind == "duration":
        return (0, 1)
    return (0, 0) if size >= 1000 else (0, 3)


def format_number(
    value: float, number_format: NumberFormat, *, locale: str = "en-US", currency: str = "EUR"
) -> str:
    """Write a number for people, in a locale.

    Parameters
    ----------
    value : the number; percent formats take a fraction
    number_format : what the number is
    locale : BCP 47 tag such as "en-US" or "de-DE"
    currency : ISO 4217 code such as "EUR"

    Examples
    --------
    >>> format_number(695.47, NumberFormat("money"))
    '€695'
    >>> format_number(0.05, NumberFormat("percent"))
    '5%'
    >>> format_number(1, NumberFormat("duration", ("month", "months")))
    '1 month'
    """
    if math.isnan(value):
        return "not defined"
    if math.isinf(value):
        return number_format.infinite
    from babel import Locale

    rules = Locale.parse(locale, sep="-")
    kind = number_format.kind
    digits = decimals(value, kind)
    written = _rounded(value, digits[1] + (2 if kind == "percent" else 0))
    if kind == "money":
        pattern = rules.currency_formats["standard"]
    elif kind == "percent":
        pattern = rules.percent_formats[None]
    else:
        pattern = rules.decimal_formats[None]
    text = _apply(pattern, written, digits, rules, currency)
    if number_format.unit is None:
        return text
    # The word follows the number as written: 1.04 reads "1 month", 1.06 "1.1 months".
    return f"{text} {number_format.unit[0 if written == 1 else 1]}"


def _rounded(value: float, places: int) -> Decimal:
    """Round half away from zero, as browsers do; Babel by itself rounds half to even.

    Browsers round the shortest decimal text of a number, not its binary value: 1.005 gives 1.01.
    """
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return abs(rounded) if rounded.is_zero() else rounded


def _apply(pattern: Any, value: Decimal, digits: tuple[int, int], rules: Any, currency: str) -> str:
    """Write ``value`` by a locale's pattern with our number of decimals."""
    ours = copy.copy(pattern)
    ours.frac_prec = digits
    return str(ours.apply(value, rules, currency=currency, currency_digits=False))


def chart_number_locale(locale: str, currency: str) -> dict[str, Any]:
    r"""Describe a locale's separators and currency in d3-format's terms, for numbers in charts.

    Parameters
    ----------
    locale, currency : BCP 47 tag and ISO 4217 code

    Examples
    --------
    >>> chart_number_locale("de-DE", "EUR")["currency"]
    ['', '\xa0€']
    """
    from babel import Locale
    from babel.numbers import get_decimal_symbol, get_group_symbol

    rules = Locale.parse(locale, sep="-")
    one = _apply(rules.currency_formats["standard"], Decimal(1), (0, 0), rules, currency)
    before, after = one.split("1")
    first, rest = rules.decimal_formats[None].grouping
    return {
        "decimal": get_decimal_symbol(rules),
        "thousands": get_group_symbol(rules),
        "grouping": [first] if first == rest else [first, *[rest] * 8],
        "currency": [before, after],
    }
