"""Messages to those who fell silent: when to write, what they cause, what a return is worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING, Final

from clvwidgets.formulas.arithmetic import (
    Value,
    divide,
    exp,
    expm1,
    log,
    log1p,
    maximum,
    minimum,
    power,
    quotient,
    where,
)
from clvwidgets.formulas.checks import (
    COST,
    COUNT,
    DURATION,
    MONEY,
    POSITIVE,
    SHARE,
    at_most,
    formula,
    sequence,
)

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number

_Z: Final = 1.959963984540054
"""Standard errors to each side of an interval of 95 percent."""

_LN2: Final = math.log(2)
_TINY: Final = 1e-300


@formula(day=DURATION, mean_gap=POSITIVE, spread=COST)
def already_back(day: Number, mean_gap: Number, spread: Number = 0.0) -> Value:
    r"""Compute the share that has ordered again by a day, of those who will: no reminder needed.

    .. math:: 1 - e^{-t / g} \quad \text{or, if paces differ,} \quad
        1 - \Big( 1 + \frac{v \, t}{g} \Big)^{-1 / v}

    Parameters
    ----------
    day : number, 0 or more
        Days since the last order, :math:`t`; ``inf`` is allowed.
    mean_gap : number above 0
        Days between two orders of a customer at the mean pace (1 over the mean rate), :math:`g`.
    spread : number, 0 or more
        How much customers differ: variance of their rates over the squared mean rate, :math:`v`.
        With 0 all are alike, which says too little for early days: the quick ones are back first.

    Returns
    -------
    number
        Share from 0 to 1 of customers who have not left.

    References
    ----------
    Ehrenberg (1988), Repeat-Buying: purchases at random times, rates of a gamma distribution.

    Examples
    --------
    >>> [round(already_back(day, 90), 4) for day in (30, 90, 180)]
    [0.2835, 0.6321, 0.8647]
    >>> round(already_back(14, 59, spread=6), 2)
    0.14
    """
    paced = day / mean_gap
    alike = -expm1(-minimum(paced, 1e6))
    mixed = -expm1(-log1p(minimum(spread * minimum(paced, 1e300), 1e300)) / maximum(spread, _TINY))
    return where(spread < 1e-9, alike, mixed)


@formula(cost=COST, effect=MONEY, effect_error=COST)
def cost_per_further_customer(cost: Number, effect: Number, effect_error: Number) -> Value:
    r"""Compute what one more customer costs who orders because of it, with the interval of 95 %.

    .. math:: \frac{c}{\Delta}, \quad \frac{c}{\Delta + 1.96 \, s} \text{ to }
        \frac{c}{\Delta - 1.96 \, s}

    Parameters
    ----------
    cost : number, 0 or more
        Money for each customer treated, on average.
    effect : number
        Further customers for each one treated: share with the treatment less share without.
    effect_error : number, 0 or more
        Standard error of the effect.

    Returns
    -------
    dict of str to number
        ``each``, ``low`` and ``high`` in money; ``high`` is ``inf``, no limit, where the effect may
        be nil, and so are the others where there is none.

    References
    ----------
    Fieller (1954), Some Problems in Interval Estimation, Journal of the Royal Statistical Society B
    16(2), for a cost that is known without error.

    Examples
    --------
    A voucher costs 2.03 each; of 100 with it 17.0 ordered, of 100 without 10.7:

    >>> voucher = cost_per_further_customer(2.03, 0.0625, 0.0080)
    >>> {name: round(value) for name, value in voucher.items()}
    {'each': 32, 'low': 26, 'high': 43}
    """

    def for_each(further: Value) -> Value:
        return where(further > 0, cost / maximum(further, _TINY), math.inf)

    wide = _Z * effect_error
    return {
        "each": for_each(effect),
        "low": for_each(effect + wide),
        "high": for_each(effect - wide),
    }


@formula(written_to=POSITIVE, ordered=COUNT, held_out=POSITIVE, ordered_held_out=COUNT)
def hold_out_effect(
    written_to: Number, ordered: Number, held_out: Number, ordered_held_out: Number
) -> Value:
    r"""Compute how many orders a message caused, from customers held out by lot.

    .. math:: (p_1 - p_0) \, n_1 \pm 1.96 \, n_1
        \sqrt{\tfrac{p_1 (1 - p_1)}{n_1} + \tfrac{p_0 (1 - p_0)}{n_0}}

    Where nobody of a group ordered, or everybody did, its part under the root would be 0, as if
    that were certain; it is then that of a group with one order and one without it more.

    Parameters
    ----------
    written_to, held_out : number above 0
        Messages sent, :math:`n_1`, and customers who by lot got none, :math:`n_0`.
    ordered, ordered_held_out : number, 0 or more
        How many of each ordered within the same days, whether they opened it or not.

    Returns
    -------
    dict of str to number
        ``effect`` and its standard error ``effect_error``, as shares of those written to;
        ``caused`` orders with ``caused_low`` and ``caused_high``, the interval of 95 percent.

    Raises
    ------
    ValueError
        If more ordered than were written to, or held out.

    References
    ----------
    Wald's interval of a difference of two shares, and for groups that did all alike the counts of
    Agresti & Caffo (2000), The American Statistician 54(4). Gordon et al. (2019), A Comparison of
    Approaches to Advertising Measurement, Marketing Science 38(2), on why a hold-out is needed.

    Examples
    --------
    >>> six_mails = hold_out_effect(15_306, 562, 3_786, 132)
    >>> [round(six_mails[name]) for name in ("caused", "caused_low", "caused_high")]
    [28, -72, 129]
    """
    at_most("ordered", ordered, "written_to", written_to)
    at_most("ordered_held_out", ordered_held_out, "held_out", held_out)
    p, q = ordered / written_to, ordered_held_out / held_out
    spread = _spread(ordered, written_to) + _spread(ordered_held_out, held_out)
    error = power(spread, 0.5)
    caused, wide = (p - q) * written_to, _Z * error * written_to
    return {
        "effect": p - q,
        "effect_error": error,
        "caused": caused,
        "caused_low": caused - wide,
        "caused_high": caused + wide,
    }


def _spread(some: Value, everyone: Value) -> Value:
    """Give the variance of a share; of one with a yes and a no more, where all did alike."""
    plain = some / everyone * (1 - some / everyone) / everyone
    more = everyone + 2
    alike = (some <= 0) | (some >= everyone)
    return where(alike, (everyone + 1) / (more * more * more), maximum(plain, 0))


@formula(sent=COUNT, delivered=SHARE, opened=SHARE, clicked=SHARE, ordered=SHARE)
def email_funnel(
    sent: Number, delivered: Number, opened: Number, clicked: Number, ordered: Number
) -> Value:
    """Follow messages from sending to orders, each share taken of the step before.

    What comes out at the end is what is *credited* to the message. Openers and clickers would have
    ordered as well, and more often than others: what it caused only `hold_out_effect` tells.

    Parameters
    ----------
    sent : number, 0 or more
        Messages sent.
    delivered, opened, clicked, ordered : number in [0, 1]
        Share delivered of those sent, opened of those delivered, clicked of those opened
        (click-to-open rate), and ordered of those clicked. Mail programs open by themselves, so
        opening says less than it seems.

    Returns
    -------
    dict of str to number
        ``delivered``, ``opened``, ``clicked`` and ``ordered``: messages.

    References
    ----------
    Usual definitions of rates in email marketing; each rate names what it is a share of.

    Examples
    --------
    >>> {step: round(count) for step, count in email_funnel(10_000, 0.98, 0.28, 0.15, 0.03).items()}
    {'delivered': 9800, 'opened': 2744, 'clicked': 412, 'ordered': 12}
    """
    arrived = sent * delivered
    return {
        "delivered": arrived,
        "opened": arrived * opened,
        "clicked": arrived * opened * clicked,
        "ordered": arrived * opened * clicked * ordered,
    }


@formula(won=SHARE, second_value=MONEY, offer=COST, contact_cost=COST, anyway=SHARE)
def win_back_value(
    won: Number, second_value: Number, offer: Number, contact_cost: Number, anyway: Number = 0.0
) -> Value:
    r"""Compute what a win-back brings for each customer written to.

    .. math:: w \, (V_2 - D) - a \, D - c

    Who would have come anyway takes the offer as well, and adds nothing.

    Parameters
    ----------
    won : number in [0, 1]
        Share that comes back because of it, :math:`w`.
    second_value : number
        Money that one of them brings in their second life, the first order at its full margin,
        :math:`V_2`. Discounted to today; a second life is often shorter than the first.
    offer : number, 0 or more
        Money that the offer takes off for each who orders, :math:`D`.
    contact_cost : number, 0 or more
        Money for each message, :math:`c`.
    anyway : number in [0, 1]
        Share that would have ordered without it, :math:`a`.

    Returns
    -------
    dict of str to number
        ``net`` in money for each customer written to, and ``break_even_won``, the share that has to
        be won; ``inf`` where no share is enough.

    Raises
    ------
    ValueError
        If more than all would be won or come anyway.

    References
    ----------
    Stauss & Friege (1999), Regaining Service Customers, Journal of Service Research 1(4), on the
    second lifetime value.

    Examples
    --------
    >>> case = win_back_value(0.063, 60, 4, 0.5, anyway=0.107)
    >>> round(case["net"], 2), round(case["break_even_won"], 4)
    (2.6, 0.0166)
    """
    at_most("won", won, "the share that would not come anyway", 1.0 - anyway)
    gain: Value = second_value - offer
    given = anyway * offer + contact_cost
    return {
        "net": won * gain - given,
        "break_even_won": where(
            given == 0, 0.0, where(gain > 0, given / maximum(gain, _TINY), math.inf)
        ),
    }


@formula(
    day=COST,
    mean_gap=POSITIVE,
    left=SHARE,
    won_if_gone=SHARE,
    fading=POSITIVE,
    added_if_there=SHARE,
    window=COST,
    margin=COST,
    second_value=COST,
    offer=COST,
    contact_cost=COST,
)
def message_after_order(
    day: Number,
    mean_gap: Number,
    left: Number,
    won_if_gone: Number,
    fading: Number,
    added_if_there: Number,
    window: Number,
    margin: Number,
    second_value: Number,
    offer: Number,
    contact_cost: Number,
) -> Value:
    r"""Compute what a message brings that is sent some days after an order to who is not back.

    Of all who ordered a share :math:`q` has left. Of the others :math:`e^{-s/g}` are not back on
    day :math:`s`; they take the offer with an order that comes anyway. The gone can be won, the
    fewer the later: :math:`w \, 2^{-s/f}`. For each who ordered on day 0

    .. math:: N(s) = q \, \big( w \, 2^{-s/f} (V_2 - D) - c \big) + (1 - q) \, e^{-s/g} \,
        \big( b \, (m - D) - a D - c \big)

    and, where orders that come anyway fade faster than the gone forget
    (:math:`\kappa = \ln 2 / f < 1 / g`), the best day is
    :math:`\ln \frac{A}{g \kappa B} / (1/g - \kappa)`, with :math:`B` what the gone bring on day 0
    and :math:`A` what the others cost then. It is also best where all is the other way round:
    the gone cost, and forget faster.

    Parameters
    ----------
    day : number, 0 or more
        Day of sending, counted from the last order.
    mean_gap : number above 0
        Days between two orders of somebody who has not left, on average.
    left : number in [0, 1]
        Share of customers who leave after an order.
    won_if_gone : number in [0, 1]
        Share of those gone who would come back for a message sent at once.
    fading : number above 0
        Days in which that share halves.
    added_if_there : number in [0, 1]
        Share of those not gone who order because of it within the window; never more than would
        not order anyway.
    window : number, 0 or more
        Days in which the offer is good, and in which orders are counted.
    margin : number, 0 or more
        Money of an order, before the offer.
    second_value : number, 0 or more
        Money that somebody won back brings in all, before the offer.
    offer : number, 0 or more
        Money that the offer takes off each order in the window.
    contact_cost : number, 0 or more
        Money for a message.

    Returns
    -------
    dict of str to number
        ``reached``, share of all who ordered that is not back; ``still_there``, share of those
        written to who have not left; ``anyway`` and ``further``, shares of those written to who
        order; ``net``, money for each who ordered on day 0; ``best_day``, ``inf`` where no day
        pays, and ``best_net``, 0 there.

    References
    ----------
    Schmittlein, Morrison & Colombo (1987), Counting Your Customers, Management Science 33(1), and
    Fader, Hardie & Lee (2005), Marketing Science 24(2), on who is silent and who is gone; the best
    day is derived here.

    Examples
    --------
    >>> early, late = (
    ...     message_after_order(day, 60, 0.15, 0.12, 180, 0.01, 30, 9, 25, 2, 0.1)
    ...     for day in (14, 180)
    ... )
    >>> round(early["net"], 3), round(late["net"], 3), round(late["best_day"])
    (-0.173, 0.157, 155)
    """
    pace, forgetting = 1.0 / mean_gap, _LN2 / fading
    waiting = (1.0 - left) * exp(-day * pace)
    reached = left + waiting
    there = divide(waiting, reached)
    comes = already_back(window, mean_gap)
    added = minimum(added_if_there, 1.0 - comes)
    won = won_if_gone * exp(-day * forgetting)
    # What both groups bring if it is sent on day 0, and what the message costs for good.
    others = (1.0 - left) * (added * (margin - offer) - comes * offer - contact_cost)
    gone: Value = left * won_if_gone * (second_value - offer)

    def net_on(when: Value) -> Value:
        return others * exp(-when * pace) + gone * exp(-when * forgetting) - left * contact_cost

    slower = pace - forgetting
    waits = where(others < 0, (gone > 0) & (slower > 0), (gone < 0) & (slower < 0))
    ratio = quotient(maximum(abs(others), _TINY) * pace, maximum(abs(gone), _TINY) * forgetting)
    turning = maximum(log(maximum(ratio, _TINY)) / where(slower == 0, 1.0, slower), 0.0)
    best = where(waits, turning, 0.0)
    best_net = net_on(best)
    return {
        "reached": reached,
        "still_there": there,
        "anyway": there * comes,
        "further": there * added + (1.0 - there) * won,
        "net": net_on(day),
        "best_day": where(best_net > 0, best, math.inf),
        "best_net": maximum(best_net, 0.0),
    }


def cart_survival(chances: Sequence[Number]) -> Value:
    r"""Compute the share of carts that gets through, if each cause may stop it by itself.

    .. math:: S = \prod_j (1 - q_j)

    Parameters
    ----------
    chances : sequence of numbers in [0, 1]
        For each cause the share of carts that it stops, of those that nothing else stops.

    Returns
    -------
    number
        Share of carts that is paid.

    Raises
    ------
    ValueError
        If there is no cause, or a chance lies outside 0 and 1.

    Examples
    --------
    >>> round(cart_survival([0.3, 0.2, 0.1]), 3)
    0.504
    """
    listed = sequence("chances", chances)
    if not listed:
        raise ValueError("chances is empty. Give the share of carts that each cause stops.")
    return reduce(_passed, listed, 1.0)


@formula(share=SHARE, chance=SHARE)
def _passed(share: Number, chance: Number) -> Value:
    return share * (1.0 - chance)


@formula(through=SHARE, lost=SHARE)
def ordered_in_the_end(through: Number, lost: Number = 1.0) -> Value:
    r"""Compute the share of buyers who order in the end, if some of those stopped try again.

    .. math:: \frac{S}{S + (1 - S) \, l}

    Parameters
    ----------
    through : number in [0, 1]
        Share of carts that gets through, :math:`S`, the same at each try.
    lost : number in [0, 1]
        Share of those stopped who never try again, :math:`l`.

    Returns
    -------
    number
        Share of those who filled a cart; a given-up cart is not yet a lost order.

    References
    ----------
    A geometric series of tries.

    Examples
    --------
    >>> round(ordered_in_the_end(0.54, 0.6), 3)
    0.662
    """
    return where(lost == 0, 1.0, divide(through, through + (1.0 - through) * lost))


@formula(carts=COUNT, stopped=SHARE, others=SHARE, lost=SHARE, margin=COST, fixed=SHARE)
def carts_recovered(
    carts: Number,
    stopped: Number,
    others: Number,
    lost: Number = 1.0,
    margin: Number = 1.0,
    fixed: Number = 1.0,
) -> Value:
    r"""Compute what it brings to take one cause away that stops carts.

    .. math:: n \, \big( F(S_{-j} (1 - q_j (1 - \phi))) - F(S_{-j} (1 - q_j)) \big) \, m

    with :math:`F` of `ordered_in_the_end`. Some of the carts freed are stopped by another cause:
    causes overlap, so what each would bring does not add up to all that is lost.

    Parameters
    ----------
    carts : number, 0 or more
        Buyers who fill a cart in the period, :math:`n`.
    stopped : number in [0, 1]
        Share of carts that the cause stops, of those that nothing else stops, :math:`q_j`.
    others : number in [0, 1]
        Share that gets by all other causes, :math:`S_{-j}`; `cart_survival` of their chances.
    lost : number in [0, 1]
        Share of those stopped who never try again; who comes back anyway is not recovered.
    margin : number, 0 or more
        Money of an order, its margin; 1 counts orders.
    fixed : number in [0, 1]
        Part of the cause that is taken away, :math:`\phi`, relative: 1 for all of it.

    Returns
    -------
    number
        Money per period, or orders with a margin of 1.

    References
    ----------
    Competing causes as in a life table: Chiang (1968), Introduction to Stochastic Processes in
    Biostatistics.

    Examples
    --------
    >>> round(carts_recovered(1_000, 0.2, 0.7, lost=1, margin=10), 0)
    1400.0
    >>> round(carts_recovered(1_000, 0.2, 0.7, lost=0.4, margin=10), 0)
    928.0
    """
    before = ordered_in_the_end(others * (1.0 - stopped), lost)
    after = ordered_in_the_end(others * (1.0 - stopped * (1.0 - fixed)), lost)
    return carts * maximum(after - before, 0.0) * margin
