"""Names for the browser's values inside charts, and the texts that charts make from them.

A panel gives each of its charts the same Vega signals: one for each field and each result, the
same with ``pinned_`` before the name for the pinned scenario, and ``has_pinned``.
"""

from __future__ import annotations

from typing import Any, cast

import altair as alt
from altair.expr.core import ConstExpression, Expression


def signal(name: str) -> Expression:
    """Name a signal in an expression.

    Examples
    --------
    >>> str(signal("margin") * 12)
    '(margin * 12)'
    """
    return ConstExpression(name)


def money_text(amount: Any) -> Expression:
    """Expression that writes an amount of money as the panel does: cents below 100 only.

    Examples
    --------
    >>> print(money_text(signal("cac")))
    format(cac,if(((abs(cac) >= 99.995) || (cac === round(cac))),'$,.0f','$,.2f'))
    """
    whole = (alt.expr.abs(amount) >= 99.995) | (amount == alt.expr.round(amount))
    return alt.expr.format(amount, alt.expr.if_(whole, "$,.0f", "$,.2f"))


def limited_money_text(amount: Any) -> Expression:
    """Expression that writes an amount of money, or "no limit" where it has none.

    Examples
    --------
    >>> str(limited_money_text(signal("clv")))[:21]
    'if(isFinite(clv),form'
    """
    return alt.expr.if_(alt.expr.isFinite(amount), money_text(amount), "no limit")


def amount_axis(**options: Any) -> alt.Axis:
    """Axis with short numbers, such as 1.5k: also where all amounts are zero or below one.

    Vega's format "~s" by itself writes NaN on an axis that ends where it starts.

    Examples
    --------
    >>> amount_axis(titleAnchor="end").to_dict()["titleAnchor"]
    'end'
    """
    short = "format(datum.value, abs(datum.value) < 1 ? '~g' : '~s')"
    return alt.Axis(labelExpr=short, **options)


def counted_text(number: Any, one: str, many: str) -> Expression:
    """Expression that writes a whole number with its word: "1 month", "3 months".

    Examples
    --------
    >>> print(counted_text(signal("payback"), "month", "months"))
    (format(payback,',.0f') + if((payback === 1),' month',' months'))
    """
    word = alt.expr.if_(number == 1, f" {one}", f" {many}")
    return cast(Expression, alt.expr.format(number, ",.0f") + word)


def with_signals(spec: dict[str, Any], signals: list[dict[str, Any]]) -> dict[str, Any]:
    """Put signals before a chart's own parameters, as the browser does.

    Parameters
    ----------
    spec : Vega-Lite specification
    signals : Vega-Lite parameters, each with a value or an expression over earlier ones

    Examples
    --------
    >>> with_signals({"mark": "bar"}, [{"name": "margin", "value": 40}])["params"]
    [{'name': 'margin', 'value': 40}]
    """
    return {**spec, "params": [*signals, *spec.get("params", [])]}
