"""Numbers as people write them: one rule for the panel's text, its charts and its tables.

Signs, places and digits are asked of Babel once, in `number_rules`, and travel in the panel's
declaration; what writes here and in the browser (frontend/src/base/format.ts) follows them, and a
test compares the two. How many digits: two significant figures more than a decision needs and no
more, so money from 100 up has no cents, a ratio has one decimal, a count none.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict, cast

from clvwidgets.significant import significant

if TYPE_CHECKING:
    from babel import Locale

# Digits that are the same on every processor, and more than anybody reads.
_KNOWN = 12

Kind = Literal["money", "percent", "ratio", "count", "duration", "number"]


@dataclass(frozen=True)
class NumberFormat:
    """What a number is, so that it can be written for people.

    Parameters
    ----------
    kind : {"money", "percent", "ratio", "count", "duration", "number"}
        What the number measures; percent takes fractions.
    unit : tuple of str, optional
        Word behind a duration or count, singular and plural.
    infinite : str
        What to write for a value without limit.

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

        Returns
        -------
        dict

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


class NumberRules(TypedDict):
    """How numbers are written in a locale and a currency: what the browser is told.

    All but the last four are d3-format's names for a locale, so charts take the whole as it is.
    What is left out is as in American English.
    """

    decimal: str
    thousands: str
    grouping: list[int]
    """Digits of a group from the point on; the last holds for all that follow."""
    currency: list[str]
    """What stands before and behind money."""
    percent: NotRequired[str]
    """What stands behind a percentage."""
    minus: NotRequired[str]
    """Minus in charts and tables, whose columns are scanned: a true one."""
    sign: NotRequired[str]
    """Minus in running text, as the locale types it."""
    cents: NotRequired[int]
    """Decimals of the currency."""
    negative: NotRequired[list[str]]
    """What stands around negative money, where it is not the sign before all."""
    percent_before: NotRequired[str]
    """The percent sign, where it stands before; charts have it behind."""


_ENGLISH = {"percent": "%", "minus": "\u2212", "sign": "-", "cents": 2}


def decimals(value: float, kind: Kind, cents: int = 2) -> tuple[int, int]:
    """Fewest and most decimals that a value of this kind is written with.

    Parameters
    ----------
    value : float
        The number; a fraction for percent.
    kind : {"money", "percent", "ratio", "count", "duration", "number"}
        What it measures.
    cents : int
        Decimals of the currency.

    Returns
    -------
    tuple of two int

    Examples
    --------
    >>> decimals(695.47, "money"), decimals(9.5, "money"), decimals(0.05, "percent")
    ((0, 0), (2, 2), (0, 1))
    """
    size = abs(value)
    if kind == "money":
        # 99.996 would read 100.00: it belongs to the numbers without cents already.
        is_large = size >= 100 or _rounded(size, cents) >= 100
        return (0, 0) if is_large or value == int(value) else (cents, cents)
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
    value : float
        The number; percent formats take a fraction.
    number_format : NumberFormat
        What the number is.
    locale : str
        BCP 47 tag such as "en-US" or "de-DE".
    currency : str
        ISO 4217 code such as "EUR".

    Returns
    -------
    str

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
    return write_by(number_rules(locale, currency), value, number_format)


def write_by(rules: NumberRules, value: float, number_format: NumberFormat) -> str:
    """Write a finite number by declared rules; the browser does the same.

    Parameters
    ----------
    rules : dict
        What `number_rules` made.
    value : float
        The number; percent formats take a fraction.
    number_format : NumberFormat
        What the number is.

    Returns
    -------
    str

    Examples
    --------
    >>> write_by(number_rules("de-CH", "CHF"), -1234567.8, NumberFormat("money"))
    'CHF-1’234’568'
    """
    kind, value = number_format.kind, _known(value)
    fewest, most = decimals(value, kind, rules.get("cents", 2))
    shift = 2 if kind == "percent" else 0
    written = _rounded(value, most + shift)
    whole, _, fraction = f"{abs(written).scaleb(shift):f}".partition(".")
    fraction = fraction.rstrip("0").ljust(fewest, "0")
    point = rules["decimal"] if fraction else ""
    before, after = _around(kind, written < 0, rules)
    text = f"{before}{_grouped(whole, rules)}{point}{fraction}{after}"
    if number_format.unit is None:
        return text
    # The word follows the number as written: 1.04 reads "1 month", 1.06 "1.1 months".
    return f"{text} {number_format.unit[0 if written == 1 else 1]}"


def _known(value: float) -> float:
    """Take off the digits that hang on the processor, so that it decides no rounding.

    From a million millions up they lie behind the point, where nothing is written.
    """
    return significant(float(value), _KNOWN) if abs(value) < 10.0**_KNOWN else float(value)


def _rounded(value: float, places: int) -> Decimal:
    """Round half away from zero, going by the shortest text of a number: 1.005 gives 1.01.

    People round what they read, and not the binary value behind it. Zero has no sign.
    """
    # No finite number has more digits than this.
    rounded = Decimal(repr(float(value))).quantize(
        Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=400)
    )
    return abs(rounded) if rounded.is_zero() else rounded


def _grouped(whole: str, rules: NumberRules) -> str:
    first, rest = rules["grouping"][0], rules["grouping"][-1]
    groups, left = [whole[-first:]], whole[:-first]
    while left:
        groups.append(left[-rest:])
        left = left[:-rest]
    return rules["thousands"].join(reversed(groups))


def _around(kind: Kind, is_negative: bool, rules: NumberRules) -> tuple[str, str]:
    """Tell what stands before and behind the digits."""
    sign = rules.get("sign", "-") if is_negative else ""
    if kind == "money":
        if is_negative and "negative" in rules:
            return rules["negative"][0], rules["negative"][1]
        return sign + rules["currency"][0], rules["currency"][1]
    if kind == "percent":
        if "percent_before" in rules:
            return sign + rules["percent_before"], ""
        return sign, rules.get("percent", "%")
    return sign, ""


def number_rules(locale: str = "en-US", currency: str = "EUR") -> NumberRules:
    r"""Decide how numbers are written in a locale and a currency.

    Digits are Latin everywhere. Money has the decimal sign and the groups of other numbers, and
    four digits are grouped too: charts, which follow the same rules, know no exceptions.

    Parameters
    ----------
    locale : str
        BCP 47 tag such as "en-US".
    currency : str
        ISO 4217 code such as "EUR".

    Returns
    -------
    NumberRules

    Raises
    ------
    ValueError
        If the locale or the currency is not known.

    Examples
    --------
    >>> number_rules("en-US", "EUR")
    {'decimal': '.', 'thousands': ',', 'grouping': [3], 'currency': ['€', '']}
    >>> number_rules("de-DE", "JPY")["currency"], number_rules("de-DE", "JPY")["cents"]
    (['', '\xa0¥'], 0)
    """
    from babel import numbers

    place = _babel_locale(known_locale(locale))
    known_currency(currency)
    first, rest = place.decimal_formats[None].grouping
    sign = numbers.get_minus_sign_symbol(place)
    symbol = numbers.get_currency_symbol(currency, place)
    before, after = _percent(place)
    money, negative = _money(place, symbol, sign)
    told = {
        "percent": after or "%",
        "minus": sign.replace("-", "\u2212"),
        "sign": sign,
        "cents": numbers.get_currency_precision(currency),
    }
    rules = {
        "decimal": numbers.get_decimal_symbol(place),
        # Swiss groups have an apostrophe, which newer editions of the locales type straight.
        "thousands": numbers.get_group_symbol(place).replace("'", "\u2019"),
        "grouping": [first] if first == rest else [first, *[rest] * 8],
        "currency": money,
        **{name: value for name, value in told.items() if value != _ENGLISH[name]},
        **({"negative": negative} if negative != [sign + money[0], money[1]] else {}),
        **({"percent_before": before} if before else {}),
    }
    return cast("NumberRules", rules)


def known_locale(locale: str) -> str:
    """Refuse what is no locale.

    Parameters
    ----------
    locale : str
        BCP 47 tag such as "en-US".

    Returns
    -------
    str
        The locale.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> known_locale("de-CH")
    'de-CH'
    """
    from babel import UnknownLocaleError

    try:
        _babel_locale(locale)
    except (UnknownLocaleError, ValueError, TypeError):
        raise ValueError(
            f"locale must be a language tag such as 'en-US' or 'de-DE', got {locale!r}."
        ) from None
    return locale


def known_currency(currency: str) -> str:
    """Refuse what is no currency.

    Parameters
    ----------
    currency : str
        ISO 4217 code such as "EUR".

    Returns
    -------
    str
        The currency.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> known_currency("CHF")
    'CHF'
    """
    from babel.numbers import is_currency

    if not is_currency(currency):
        raise ValueError(
            f"currency must be a three-letter code such as 'EUR' or 'USD', got {currency!r}."
        )
    return currency


def _babel_locale(locale: str) -> Locale:
    from babel import Locale

    if not isinstance(locale, str):  # Babel would make None of None
        raise TypeError
    return Locale.parse(locale, sep="-")


def _money(place: Locale, symbol: str, sign: str) -> tuple[list[str], list[str]]:
    """Tell what stands before and behind money, and before and behind a negative amount."""
    pattern = place.currency_formats["standard"]
    positive, negative = (
        [_spaced(affix.replace("-", sign), symbol, side) for side, affix in enumerate(affixes)]
        for affixes in zip(pattern.prefix, pattern.suffix, strict=True)
    )
    return positive, negative


def _spaced(affix: str, symbol: str, side: int) -> str:
    """Put the symbol in its place; letters beside a digit get a space: CHF 5, but €5."""
    at_digit = affix.endswith("¤") if side == 0 else affix.startswith("¤")
    edge = symbol[-1] if side == 0 else symbol[0]
    if at_digit and unicodedata.category(edge)[0] not in "SZ":
        affix = affix + "\xa0" if side == 0 else "\xa0" + affix
    return affix.replace("¤", symbol)


def _percent(place: Locale) -> tuple[str, str]:
    pattern = place.percent_formats[None]
    sign = place.number_symbols["latn"]["percentSign"]
    before, after = pattern.prefix[0], pattern.suffix[0]
    return before.replace("%", sign), after.replace("%", sign)
