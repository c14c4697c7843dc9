"""Weeks in which purchases are due, and in which the offers for them go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import A_DAY, NUMBER_FORMAT, WORDS, by_name, in_this_order, some
from clvwidgets.charts.cells import CELLS
from clvwidgets.charts.chosen import chosen_bars
from clvwidgets.charts.signals import formatted, lookup, short_axis, unless_filtered
from clvwidgets.charts.theme import CHURN, MARGIN, MUTED, VALUE
from clvwidgets.doors import NUMBER, WHOLE


@checked(
    today=A_DAY,
    shown=in_this_order(WHOLE, WHOLE),
    measures=by_name(in_this_order(WORDS, NUMBER_FORMAT)),
)
def due_weeks(
    today: date,
    shown: tuple[int, int],
    measures: Mapping[str, tuple[str, str]],
    *,
    title: str,
    basis: str,
    regularity: str,
) -> Any:
    """Draw how much is due in each week, and when the offers go out if they go some weeks ahead.

    Parameters
    ----------
    today : date
        First day of week 0.
    shown : tuple of two int
        First and last week in the picture, counted from today; those below 0 are overdue.
    measures : mapping of str to tuple of two str
        Field to label and d3-format.
    title : str
        Expression of one sentence that says what is seen.
    basis : str
        What the dates rest on.
    regularity : str
        Sentence that says whether customers buy regularly.

    Returns
    -------
    altair.LayerChart
        Reads the data set "cells" (key, as_of, place, and the measures; place is missing for what
        has no week), the signals as_of, show, lead, selected_keys and cursor_key.

    Examples
    --------
    >>> measures = {"customers": ("Customers", ",.0f")}
    >>> day, title, told = date(2024, 1, 1), "'Due'", "They buy by chance"
    >>> chart = due_weeks(day, (-2, 3), measures, title=title, basis="a model", regularity=told)
    >>> chart.to_dict()["title"]["subtitle"][1]
    'They buy by chance'
    """
    low, high = shown
    names = list(measures)
    labels = [_lower(label) for label, _ in measures.values()]
    written = formatted("datum.amount", [form for _, form in measures.values()], "show", names)
    x = alt.X(
        "left:Q",
        title="week that begins on",
        scale=alt.Scale(domain=[low - 0.5, high + 0.5], nice=False, zero=False),
        axis=alt.Axis(
            values=list(range(-4 * (-low // 4), high + 1, 4)),
            labelExpr=_day("datum.value", today),
            labelOverlap=True,
            grid=False,
        ),
    )
    colours = f"Due by {basis}. Purple: overdue; green lines: offers that go out in the week"
    return (
        alt.layer(*_weeks(x), data=alt.NamedData(name=CELLS))
        .transform_filter("datum.as_of === as_of")
        .transform_calculate(
            week="datum.place",
            left="datum.place - 0.46",
            right="datum.place + 0.46",
            amount="datum[show]",
            sent="max(0, datum.place - lead)",
            begins=_day("datum.place", today),
        )
        .transform_calculate(
            written=f"{written} + ' ' + {lookup(labels, 'show', names)}",
            offers_on=f"datum.week < 0 ? 'none: overdue' : {_day('datum.sent', today)}",
        )
        .properties(
            width="container",
            height=270,
            title=alt.Title(alt.ExprRef(title), subtitle=[f"{colours}.", regularity]),
            description="Bars: what is due in each week before and after today.",
        )
    )


def _weeks(x: alt.X) -> list[Any]:
    """Draw the weeks as bars to choose, over each the offers that go out in it, and today."""
    y = alt.Y("amount:Q", title="in the week", axis=short_axis("~s", tickCount=5))
    # Weeks without a place, or hidden ones, are counted in words and not drawn.
    bars = (
        alt.Chart()
        .transform_filter("isValid(datum.place) && isValid(datum.customers)")
        .mark_rect()
        .encode(
            x=x,
            x2=alt.X2("right:Q"),
            y=y,
            y2=alt.Y2Datum(0),
            fill=alt.when(alt.datum.week < 0).then(alt.value(CHURN)).otherwise(alt.value(VALUE)),
            **chosen_bars(),
            tooltip=[
                alt.Tooltip("begins:N", title="week that begins on"),
                alt.Tooltip("customers:Q", title="customers due", format=",.0f"),
                alt.Tooltip("written:N", title="shown"),
                alt.Tooltip("offers_on:N", title="offers go out"),
            ],
        )
    )
    offers = (
        alt.Chart()
        # Those of today are in the title.
        .transform_filter("isValid(datum.place) && isValid(datum.customers) && datum.sent > 0")
        .transform_aggregate(amount="sum(amount)", groupby=["sent"])
        .transform_calculate(left="datum.sent - 0.5", right="datum.sent + 0.5")
        .mark_rule(color=MARGIN, strokeWidth=3, tooltip=None)
        .encode(x=alt.X("left:Q"), x2=alt.X2("right:Q"), y=alt.Y("amount:Q"))
    )
    now = (
        alt.Chart(alt.InlineData(values=[{"at": -0.5, "text": "today"}]))
        .mark_rule(color=MUTED, strokeDash=[4, 3], tooltip=None)
        .encode(x=alt.X("at:Q"))
    )
    return [bars, offers, now]


@checked(weeks=by_name(some(NUMBER)), overdue=by_name(WHOLE))
def due_title(
    weeks: Mapping[str, Sequence[float]],
    overdue: Mapping[str, int],
    shown: int,
    least: int = 0,
) -> str:
    """Write the sentence about the next weeks, which follows the fields of the panel.

    Parameters
    ----------
    weeks : mapping of str to sequence of float
        For each day as of which dates are told, the customers due in week 0, 1, 2 and so on.
    overdue : mapping of str to int
        For each of them, the customers overdue in the weeks that are shown.
    shown : int
        How many these are.
    least : int
        Smaller numbers of customers are not told.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If a day of ``weeks`` other than today is not in ``overdue``.

    Examples
    --------
    >>> due_title({"last_purchase": [5, 3]}, {"last_purchase": 2}, 13).startswith("is_filtered ? ")
    True
    """
    days = list(weeks)
    unsaid = [day for day in days if day != "today" and day not in overdue]
    if unsaid:
        raise ValueError(
            f"overdue must say how many are late as of {unsaid[0]!r}, as weeks has that day; got "
            f"{', '.join(overdue) or 'none'}."
        )
    told = {
        day: _due_sentence(weeks[day], None if day == "today" else overdue[day], shown, least)
        for day in days
    }
    sentence = told[days[0]]
    for day in days[1:]:
        sentence = f"as_of === '{day}' ? {told[day]} : {sentence}"
    return unless_filtered(f"({sentence})")


def _due_sentence(week: Sequence[float], overdue: int | None, shown: int, least: int) -> str:
    def told(customers: float) -> float:
        return -1 if 0 < customers < least else customers

    def written(number: Any) -> str:
        # Vega writes the numbers, as the panel's locale has it.
        return f"({number} < 0 ? 'fewer than {least}' : format({number}, ',.0f'))"

    sent = [told(sum(week[: lead + 1])) for lead in range(len(week))]
    # The slider's value is a number, the names are text.
    last = lookup(sent, "'' + lead", [str(lead) for lead in range(len(sent))])
    first = f"{written(told(week[0]))} + ' customers are "
    if overdue is None:  # of a date that is told today, nobody can be late
        return f"{first}to be expected this week; ' + {written(last)} + ' offers go out now'"
    return (
        f"{first}due this week, ' + {written(told(overdue))} + ' overdue by up to {shown} weeks; '"
        f" + {written(last)} + ' offers go out now'"
    )


def _day(week: str, today: date) -> str:
    """Write the first day of a week that is counted from today."""
    first = f"datetime({today.year}, {today.month - 1}, {today.day} + 7 * {week})"
    return f"timeFormat({first}, '%-d %b %Y')"


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
