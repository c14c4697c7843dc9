"""Whom to treat: what the best so many customers bring, and the four kinds that nobody can see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import (
    EXPRESSION,
    FROM_ONE,
    TRACED,
    by_name,
    in_this_order,
    some,
    with_results,
)
from clvwidgets.charts.curves import Curve
from clvwidgets.charts.signals import amount_axis, money_text
from clvwidgets.charts.theme import CHURN, COST, MUTED, NEUTRAL, TEXT, VALUE
from clvwidgets.doors import Door, a
from clvwidgets.formulas.arithmetic import pick, power
from clvwidgets.strategies import treatment_net

_ROW = 46  # pixels of a row
_DASHES = [[1, 0], [6, 3], [2, 3]]  # of the rankings; the last line is at random


@checked(
    rankings=some(a("Curve")),
    places=FROM_ONE,
    ranked_by=EXPRESSION,
    half=EXPRESSION,
    chosen=in_this_order(EXPRESSION, EXPRESSION),
    title=EXPRESSION,
)
def targeting_chart(
    rankings: Sequence[Curve],
    *,
    places: int,
    ranked_by: Any,
    half: Any,
    chosen: tuple[Any, Any],
    title: Any,
    height_title: str,
) -> Any:
    """Draw what treating the best so many percent brings, by each way to rank customers.

    Parameters
    ----------
    rankings : sequence of Curve
        At most three; heights are expressions of ``datum.place``, from 0 to places - 1. The
        highest point of the first is marked.
    places : int
        How many shares there are, from 0 to 1.
    ranked_by : any
        Expression of the place among the rankings, from 0, of the one that is chosen.
    half : any
        Expression of ``datum.place``: half of the chosen ranking's interval.
    chosen : tuple of two expressions
        Share and height of the cut that is chosen.
    title : any
        Expression for one sentence that says what is seen.
    height_title : str
        What the height is, with its unit.

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> rankings = [Curve("by score", 3 * alt.datum.place, VALUE)]
    >>> ends = {"ranked_by": 0, "half": 1, "chosen": (0.5, 3)}
    >>> targeting_chart(rankings, places=3, title="'x'", height_title="EUR", **ends).to_dict()[
    ...     "description"]
    'Lines over the share of customers treated: by score.'
    """
    names = [ranking.label for ranking in rankings]
    x = alt.X(
        "share:Q",
        title="share treated, highest score first",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(format=".0%", tickCount=5),
    )
    y = alt.Y("height:Q", title=height_title, axis=amount_axis())
    colour = alt.Color(
        "case:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=[ranking.colour for ranking in rankings]),
        legend=alt.Legend(orient="top", labelLimit=260, columns=1),
    )
    band = (
        alt.Chart()
        .transform_calculate(middle=f"[{', '.join(_cases(rankings))}][{ranked_by}]")
        .transform_calculate(low="datum.middle - datum.half", height="datum.middle + datum.half")
        .mark_area(fill=MUTED, opacity=0.18, tooltip=None)
        .encode(x=x, y=y, y2=alt.Y2("low:Q"))
    )
    lines = (
        alt.Chart()
        .transform_fold([f"case{i}" for i in range(len(rankings))], as_=["which", "height"])
        .transform_calculate(case=f"{names!r}[toNumber(slice(datum.which, 4))]")
        .mark_line()
        .encode(
            x=x,
            y=y,
            color=colour,
            strokeDash=alt.StrokeDash(
                "case:N",
                sort=names,
                scale=alt.Scale(domain=names, range=_DASHES[: len(names) - 1] + _DASHES[-1:]),
            ),
            tooltip=[
                alt.Tooltip("case:N", title="ranked"),
                alt.Tooltip("share:Q", title="treated", format=".0%"),
                alt.Tooltip("height:Q", title=height_title, format="$,.0f"),
            ],
        )
    )
    zero = alt.Chart().mark_rule(strokeDash=[4, 3], color=MUTED).encode(y=alt.YDatum(0))
    curves = (
        alt.layer(
            band,
            lines,
            _marked(_highest(), x, y, filled=False, color=TEXT, size=200),
            data=alt.sequence(0, places, as_="place"),
        )
        .transform_calculate(share=f"datum.place / {max(places - 1, 1)}", half=str(half))
        .transform_calculate(**{f"case{i}": str(one.height) for i, one in enumerate(rankings)})
    )
    mark = _marked(_chosen(chosen), x, y, filled=True, color=COST, size=110)
    return alt.layer(curves, zero, mark).properties(
        width="container",
        height=280,
        title=alt.Title(alt.ExprRef(str(title))),
        description="Lines over the share of customers treated: " + ", ".join(names) + ".",
    )


def _cases(rankings: Sequence[Curve]) -> list[str]:
    return [f"datum.case{i}" for i in range(len(rankings))]


def _highest() -> Any:
    """Find the first curve's highest point; that of the fewest customers, if there are several."""
    return (
        alt.Chart()
        .transform_joinaggregate(top="max(case0)")
        .transform_filter("datum.case0 >= datum.top")
        .transform_aggregate(share="min(share)", height="max(case0)")
        .transform_calculate(what="'highest'")
    )


def _chosen(at: tuple[Any, Any]) -> Any:
    return alt.Chart(alt.InlineData(values=[{"what": "chosen"}])).transform_calculate(
        share=str(at[0]), height=str(at[1])
    )


def _marked(cut: Any, x: alt.X, y: alt.Y, **look: Any) -> Any:
    """Mark one cut."""
    return cut.mark_point(opacity=1, strokeWidth=2, **look).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("what:N", title="cut"),
            alt.Tooltip("share:Q", title="treated", format=".0%"),
            alt.Tooltip("height:Q", title="brings", format="$,.0f"),
        ],
    )


@checked(now=with_results("rank_by", "customers", "value", "discount", "contact", "trial"))
def experiment_chart(
    now: Any, lists: Mapping[str, Sequence[float]], *, places: int, compared: bool, currency: str
) -> Any:
    """Draw what an experiment says of an offer, by two rankings and at random.

    Parameters
    ----------
    now : any
        Fields and results of the simulator as attributes, as expressions.
    lists : mapping of str to sequence of float
        As `clvwidgets.effects.arms_by_rankings` gives them.
    places : int
        How many shares there are, for each ranking.
    compared : bool
        Whether there is a second ranking, by who responds.
    currency : str
        ISO 4217 code, for the axis.

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from clvwidgets.charts.signals import signal
    >>> names = ("rank_by", "share", "customers", "value", "discount", "contact", "trial")
    >>> now = SimpleNamespace(**{name: signal(name) for name in (
    ...     *names, "total", "low", "high", "everybody")})
    >>> lists = dict.fromkeys(("treated", "others", "error", "other_error"), [0, 1, 2])
    >>> chart = experiment_chart(now, lists, places=3, compared=False, currency="EUR")
    >>> chart.to_dict()["description"]
    'Lines over the share of customers treated: by the uplift score, at random.'
    """
    share, place = alt.datum.place / (places - 1), alt.datum.place
    named = {"by the uplift score": VALUE, "by who responds most": CHURN}
    rankings = []
    for which, (name, colour) in enumerate([*named.items()][: 2 if compared else 1]):
        treated, others = (
            pick(lists[key][places * which : places * (which + 1)], place)
            for key in ("treated", "others")
        )
        net = treatment_net(treated, others, now.value, now.discount, now.contact * share)
        rankings.append(Curve(name, now.customers * net, colour))
    rankings.append(Curve("at random", now.everybody * share, NEUTRAL))
    is_response = now.rank_by == "response"
    error, other = (
        pick(lists[key], alt.expr.if_(is_response, places, 0) + place)
        for key in ("error", "other_error")
    )
    kept, given = (now.value - now.discount) * error, now.value * other
    spread = power((kept * kept + given * given) / now.trial, 0.5)
    return targeting_chart(
        rankings,
        places=places,
        ranked_by=alt.expr.if_(is_response, 1, 0),
        half=1.959964 * now.customers * share * spread,
        chosen=(now.share, now.total),
        title=targeting_sentence(now, alt.expr.if_(is_response, *reversed(named))),
        height_title=f"gain over doing nothing, {currency}",
    )


@checked(now=with_results("share", "total", "low", "high"), ranked=EXPRESSION)
def targeting_sentence(now: Any, ranked: Any) -> Any:
    """Write the expression for the chart's title: what the cut brings, and whether that is sure.

    Parameters
    ----------
    now : any
        Has share, total, low and high, as expressions.
    ranked : any
        Expression of a text: by what customers are ranked.

    Returns
    -------
    Expression

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from clvwidgets.charts.signals import signal
    >>> case = SimpleNamespace(**{name: signal(name) for name in ("share", "total", "low", "high")})
    >>> str(targeting_sentence(case, "by score"))[:17]
    'if((share === 0),'
    """
    unsure = alt.expr.if_(now.high < 0, "loses money: ", "may pay or not: ")
    return alt.expr.if_(
        now.share == 0,
        "Nobody is treated, and nothing is changed",
        alt.expr.if_(
            now.share >= 1,
            "Treating everybody ",
            "Treating the best " + alt.expr.format(now.share, ".0%") + " " + ranked + " ",
        )
        + alt.expr.if_(now.low > 0, "pays: ", unsure)
        + money_text(now.total)
        + " ("
        + money_text(now.low)
        + " to "
        + money_text(now.high)
        + ")",
    )


_KINDS: Final = ("persuadable", "sure_thing", "lost_cause", "sleeping_dog")
_BOUNDS: Final = Door(
    "a dict of the bounds of the four kinds, as four_groups(...) gives them",
    lambda value: (
        by_name(EXPRESSION).lets_in(value)
        and all(f"{kind}_{end}" in value for kind in _KINDS for end in ("low", "high"))
    ),
)


@checked(groups=_BOUNDS, between=TRACED)
def kinds_chart(groups: Mapping[str, Any], between: Any) -> Any:
    """Draw between which bounds the shares of the four kinds of customers lie.

    Parameters
    ----------
    groups : mapping of str to expression
        The bounds, as `clvwidgets.strategies.four_groups` gives them.
    between : any
        Expression of what is assumed: 0 for the fewest persuadable, 1 for the most.

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> from clvwidgets.charts.signals import signal
    >>> from clvwidgets.strategies import four_groups
    >>> groups = four_groups(signal("treated"), signal("alone"))
    >>> kinds_chart(groups, 0).to_dict()["description"][:38]
    'Bars from the least to the most that e'
    """
    kinds = {
        label: (low, low + part * (high - low), high)
        for label, (name, part) in {
            "persuadable: only if treated": ("persuadable", between),
            "sure thing: either way": ("sure_thing", 1 - between),
            "lost cause: neither way": ("lost_cause", 1 - between),
            "sleeping dog: only if left alone": ("sleeping_dog", between),
        }.items()
        for low, high in [(groups[f"{name}_low"], groups[f"{name}_high"])]
    }
    title = (
        "Of the treated "
        + alt.expr.format(groups["persuadable_low"], ".1%")
        + " to "
        + alt.expr.format(groups["persuadable_high"], ".1%")
        + " are persuadable: no experiment says more, nor who they are"
    )
    names = list(kinds)
    rows = [{"order": order, "kind": name} for order, name in enumerate(names)]
    listed = {
        word: f"[{', '.join(str(three[i]) for three in kinds.values())}][datum.order]"
        for i, word in enumerate(("low", "now", "high"))
    }
    y = alt.Y("kind:N", title=None, sort=names, axis=alt.Axis(labelLimit=200))
    x = alt.X(
        "low:Q",
        title="share of the treated",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(format=".0%", tickCount=5),
    )
    tooltip = [
        alt.Tooltip("kind:N"),
        alt.Tooltip("low:Q", title="at least", format=".1%"),
        alt.Tooltip("now:Q", title="as assumed", format=".1%"),
        alt.Tooltip("high:Q", title="at most", format=".1%"),
    ]
    bars = (
        alt.Chart()
        .mark_bar(height={"band": 0.5}, color=VALUE, opacity=0.45)
        .encode(x=x, x2=alt.X2("high:Q"), y=y, tooltip=tooltip)
    )
    ends = [
        alt.Chart().mark_tick(thickness=2, color=VALUE, height={"band": 0.5}).encode(x=end, y=y)
        for end in (alt.X("low:Q"), alt.X("high:Q"))
    ]
    assumed = (
        alt.Chart()
        .mark_tick(thickness=4, color=COST, height={"band": 0.75})
        .encode(x=alt.X("now:Q"), y=y, tooltip=tooltip)
    )
    return (
        alt.layer(bars, *ends, assumed, data=alt.InlineData(values=rows))
        .transform_calculate(**listed)
        .properties(
            width="container",
            height=alt.Step(_ROW),
            title=alt.Title(
                alt.ExprRef(str(title)),
                subtitle="Bars: from the fewest to the most; thick marks: as the slider assumes",
            ),
            description="Bars from the least to the most that each kind can be: "
            + ", ".join(names)
            + ".",
        )
    )
