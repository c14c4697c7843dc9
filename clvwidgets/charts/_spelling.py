"""Numbers in the words of a chart, and in what Vega writes beside them, in one spelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clvwidgets.number_format import NumberFormat, format_number, number_rules

# What Vega takes of the rules; the others are for text alone.
_VEGAS = ("decimal", "thousands", "grouping", "currency", "percent", "minus")


@dataclass(frozen=True)
class Spelling:
    """How numbers are written in a chart.

    Parameters
    ----------
    locale, currency : str
        BCP 47 tag and ISO 4217 code.

    Examples
    --------
    >>> Spelling("de-DE").number(0.404), Spelling("de-DE").count(1234.5)
    ('0,404', '1.235')
    """

    locale: str = "en-US"
    currency: str = "EUR"

    def percent(self, share: float) -> str:
        """Write a share."""
        return self._written(share, NumberFormat("percent"))

    def count(self, number: float) -> str:
        """Write a number without decimals."""
        return self._written(number, NumberFormat("count"))

    def number(self, number: float) -> str:
        """Write any other number."""
        return self._written(number, NumberFormat("number"))

    def money(self, amount: float) -> str:
        """Write an amount of money."""
        return self._written(amount, NumberFormat("money"))

    def of(self, chart: Any) -> Any:
        """Let Vega write by the same rules; without a locale a chart follows its panel."""
        if self == Spelling():
            return chart
        rules = number_rules(self.locale, self.currency)
        told = {name: rule for name, rule in rules.items() if name in _VEGAS}
        return chart.configure(locale={"number": told})

    def _written(self, value: float, kind: NumberFormat) -> str:
        return format_number(float(value), kind, locale=self.locale, currency=self.currency)
