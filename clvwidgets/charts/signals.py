"""Names for the browser's values inside charts, and the texts that charts make from them.

A panel gives each of its charts the same Vega signals: one for each field and each result, the
same with ``pinned_`` before the name for the pinned scenario, and ``has_pinned``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import altair as alt
from altair.expr.core import ConstExpression, Expression

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import EXPRESSION, WORDS, by_name
from clvwidgets.doors import list_of
from clvwidgets.significant import significant_json

ONLY_CHOSEN: Final = "Only the customers who are chosen in the linked panel"


@checked()
def signal(name: str) -> Expression:
    """Name a signal in an expression.

    Parameters
    ----------
    name : str
        Name of a field or a result, or of any other Vega signal.

    Returns
    -------
    Expression

    Examples
    --------
    >>> str(signal("margin") * 12)
    '(margin * 12)'
    """
    return ConstExpression(name)


@checked(amount=EXPRESSION)
def money_text(amount: Any) -> Expression:
    """Expression that writes an amount of money as the panel does: cents below 100 only.

    Parameters
    ----------
    amount : any
        Expression of the amount.

    Returns
    -------
    Expression

    Examples
    --------
    >>> print(money_text(signal("cac")))
    format(cac,if(((abs(cac) >= 99.995) || (cac === round(cac))),'$,.0f','$,.2f'))
    """
    whole = (alt.expr.abs(amount) >= 99.995) | (amount == alt.expr.round(amount))
    return alt.expr.format(amount, alt.expr.if_(whole, "$,.0f", "$,.2f"))


@checked(amount=EXPRESSION)
def limited_money_text(amount: Any) -> Expression:
    """Expression that writes an amount of money, or "no limit" where it has none.

    Parameters
    ----------
    amount : any
        Expression of the amount, which may be infinite.

    Returns
    -------
    Expression

    Examples
    --------
    >>> str(limited_money_text(signal("clv")))[:21]
    'if(isFinite(clv),form'
    """
    return alt.expr.if_(alt.expr.isFinite(amount), money_text(amount), "no limit")


def amount_axis(**options: Any) -> alt.Axis:
    """Axis with short numbers, such as 1.5k: also where all amounts are zero or below one.

    Vega's format "~s" by itself writes NaN on an axis that ends where it starts.

    Parameters
    ----------
    **options : any
        As for `altair.Axis`.

    Returns
    -------
    altair.Axis

    Examples
    --------
    >>> amount_axis(titleAnchor="end").to_dict()["titleAnchor"]
    'end'
    """
    short = "format(datum.value, abs(datum.value) < 1 ? '~g' : '~s')"
    return alt.Axis(labelExpr=short, **options)


@checked()
def short_axis(form: str, *, shares: str = "false", **options: Any) -> alt.Axis:
    """Axis with labels in one format, such as "$~s": also where all its numbers are 0.

    On an axis that ends where it starts, the browser's Vega finds no digits for the format "s" and
    writes NaN. There each label is written by itself.

    Parameters
    ----------
    form : str
        d3-format of the labels.
    shares : str
        Expression that is true while the numbers are shares and written in percent.
    **options : any
        As for `altair.Axis`.

    Returns
    -------
    altair.Axis

    Examples
    --------
    >>> short_axis("$~s", tickCount=5).to_dict()["format"]
    '$~s'
    """
    by_itself = form.replace("~s", ".3~s")
    label = f"indexof(datum.label, 'NaN') >= 0 ? format(datum.value, '{by_itself}') : datum.label"
    if shares != "false":
        label = f"{shares} ? format(datum.value, '.0%') : {label}"
    return alt.Axis(format=form, labelExpr=label, **options)


@checked(number=EXPRESSION)
def counted_text(number: Any, one: str, many: str) -> Expression:
    """Expression that writes a whole number with its word: "1 month", "3 months".

    Parameters
    ----------
    number : any
        Expression of the number.
    one, many : str
        Its word in the singular and in the plural.

    Returns
    -------
    Expression

    Examples
    --------
    >>> print(counted_text(signal("payback"), "month", "months"))
    (format(payback,',.0f') + if((payback === 1),' month',' months'))
    """
    word = alt.expr.if_(number == 1, f" {one}", f" {many}")
    return cast(Expression, alt.expr.format(number, ",.0f") + word)


@checked()
def lookup(values: Sequence[str | float | None], of: str, names: Sequence[str]) -> str:
    """Write an expression that finds what belongs to a signal's value.

    Parameters
    ----------
    values : sequence of str, float or None
        Text or number for each name.
    of : str
        Expression of one of the names, such as a signal.
    names : sequence of str
        The values that it may take.

    Returns
    -------
    str

    Examples
    --------
    >>> lookup(["Euro", "Dollar"], "currency", ["EUR", "USD"])
    '["Euro", "Dollar"][indexof(["EUR", "USD"], currency)]'
    """
    return f"{_listed(values)}[{_place(of, names)}]"


@checked(rows=by_name(list_of(WORDS)))
def lookup_twice(
    rows: Mapping[str, Sequence[str]], row: str, column: str, names: Sequence[str]
) -> str:
    """Write an expression that finds the text that belongs to two signals' values.

    Parameters
    ----------
    rows : mapping of str to sequence of str
        Value of the first signal to a text for each value of the second.
    row, column : str
        The two signals.
    names : sequence of str
        The values that the second may take.

    Returns
    -------
    str

    Examples
    --------
    >>> lookup_twice({"x": ["a", "b"], "y": ["c", "d"]}, "one", "two", ["p", "q"])
    '["a", "b", "c", "d"][indexof(["x", "y"], one) * 2 + indexof(["p", "q"], two)]'
    """
    flat = [text for texts in rows.values() for text in texts]
    return f"{_listed(flat)}[{_place(row, list(rows))} * {len(names)} + {_place(column, names)}]"


@checked()
def formatted(value: str, formats: Sequence[str], of: str, names: Sequence[str]) -> str:
    """Write an expression of a number, written as belongs to a signal's value.

    Parameters
    ----------
    value : str
        Expression of the number.
    formats : sequence of str
        d3-format for each name.
    of : str
    names : sequence of str
        As in `lookup`.

    Returns
    -------
    str

    Examples
    --------
    >>> formatted("datum.mean", [".1%", "$,.2f"], "measure", ["left", "value"])
    'format(datum.mean, [".1%", "$,.2f"][indexof(["left", "value"], measure)])'
    """
    return f"format({value}, {lookup(formats, of, names)})"


@checked()
def unless_filtered(title: str) -> str:
    """Write an expression of a title that says so while a linked panel filters the customers.

    Parameters
    ----------
    title : str
        Expression of the title while all customers are shown.

    Returns
    -------
    str

    Examples
    --------
    >>> unless_filtered("'All'")
    "is_filtered ? 'Only the customers who are chosen in the linked panel' : 'All'"
    """
    return f"is_filtered ? '{ONLY_CHOSEN}' : {title}"


@checked()
def with_signals(spec: dict[str, Any], signals: list[dict[str, Any]]) -> dict[str, Any]:
    """Put signals before a chart's own parameters, as the browser does.

    Parameters
    ----------
    spec : dict
        Vega-Lite specification.
    signals : list of dict
        Vega-Lite parameters, each with a value or an expression over earlier ones.

    Returns
    -------
    dict

    Examples
    --------
    >>> with_signals({"mark": "bar"}, [{"name": "margin", "value": 40}])["params"]
    [{'name': 'margin', 'value': 40}]
    """
    return {**spec, "params": [*signals, *spec.get("params", [])]}


def _listed(values: Sequence[str | float | None]) -> str:
    # These end a line to Vega's parser, in the middle of a text.
    written = json.dumps(significant_json(list(values)), ensure_ascii=False)
    return written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _place(of: str, names: Sequence[str]) -> str:
    return f"indexof({_listed(names)}, {of})"
