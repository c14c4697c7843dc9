"""What the charts of channels say over themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import EXPRESSION, some, with_results
from clvwidgets.charts.signals import limited_money_text, money_text, signal
from clvwidgets.doors import TEXT

_CENT: Final = 0.005
_LITTLE: Final = 0.002  # of a week's worth: less than that the fitted curves cannot tell

_SPLIT: Final = with_results(
    *("budget", "content", "social", "partners", "best_by", "worth", "gain"),
    *("newcomers", "best_newcomers", "unspent", "moved", "giver"),
)


@checked(now=_SPLIT, names=some(TEXT))
def best_split_sentence(now: Any, names: Sequence[str]) -> Any:
    """Expression that says what the best split would change, or why nothing can be said.

    Parameters
    ----------
    now : any
        Budget, spends and results of both splits as expressions.
    names : sequence of str
        Of the channels.

    Returns
    -------
    Expression

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> results = "budget content social partners best_by worth gain newcomers best_newcomers"
    >>> names = f"{results} unspent moved giver".split()
    >>> now = SimpleNamespace(**{name: signal(name) for name in names})
    >>> str(best_split_sentence(now, ["Content", "Ads"]))[:44]
    'if((((content + social) + partners) > budget'
    """
    others = now.content + now.social + now.partners
    by_heads = (
        alt.expr.format(now.best_newcomers - now.newcomers, ",.1f")
        + " more customers a week with the best split, worth "
        + money_text(alt.expr.abs(now.gain))
        + alt.expr.if_(now.gain >= 0, " more", " less")
    )
    beyond = "This split spends more than was ever tried; within that nothing better is known"
    cases = [
        (others > now.budget, _overspent(others - now.budget)),
        (now.best_newcomers <= 0, "Nothing is spent, or no customer is worth anything"),
        (now.unspent > _CENT, _unspent(now.unspent)),
        (now.best_by == "customers", by_heads),
        (now.gain < -_CENT, beyond),
        (now.gain < _LITTLE * now.worth, "No other split of this money brings clearly more"),
    ]
    sentence = (
        "The same money brings "
        + money_text(now.gain)
        + " more a week with "
        + money_text(now.moved)
        + " less for "
        + alt.expr.lower(_picked([repr(name) for name in names], now.giver))
    )
    for condition, words in reversed(cases):
        sentence = alt.expr.if_(condition, words, sentence)
    return sentence


@checked(place=EXPRESSION, names=some(TEXT), averages=some(EXPRESSION), following=some(EXPRESSION))
def dearest_sentence(
    place: Any, names: Sequence[str], averages: Sequence[Any], following: Sequence[Any]
) -> Any:
    """Expression that says what a customer costs in one channel, on average and the next one.

    Parameters
    ----------
    place : any
        Expression of the channel's place among the names, from 0.
    names : sequence of str
        Of the channels.
    averages, following : sequence of expression
        What a customer costs in each on average, and what the next one costs.

    Returns
    -------
    Expression

    Examples
    --------
    >>> print(dearest_sentence(signal("dearest"), ["Ads"], [31], [83]))  # doctest: +ELLIPSIS
    ((((['Ads'][dearest] + ': the average customer costs ') + ...
    """
    return (
        _picked([repr(name) for name in names], place)
        + ": the average customer costs "
        + limited_money_text(_picked(averages, place))
        + ", the next one "
        + limited_money_text(_picked(following, place))
    )


def _overspent(much: Any) -> Any:
    start = "Content, social media and partners alone cost "
    return start + money_text(much) + " more than the budget"


def _unspent(much: Any) -> Any:
    return "Every channel that pays gets the most that was tried; " + money_text(much) + " is left"


def _picked(expressions: Sequence[Any], place: Any) -> Any:
    return signal(f"[{', '.join(map(str, expressions))}][{place}]")
