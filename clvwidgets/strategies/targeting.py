"""Whom to treat, and what it costs to treat those who would have bought anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clvwidgets.formulas.arithmetic import Value, maximum, minimum, quotient, where
from clvwidgets.formulas.checks import COST, MONEY, SHARE, at_most, formula

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number


@formula(profit_if_yes=MONEY, profit_if_no=MONEY)
def break_even_probability(profit_if_yes: Number, profit_if_no: Number) -> Value:
    r"""Find the smallest chance of an answer at which writing to somebody pays.

    .. math:: p \cdot \text{profit}_\text{yes} + (1 - p) \cdot \text{profit}_\text{no} \ge 0

    It is the rule for answers that would not come by themselves. Who would have answered anyway
    counts as an answer here, but nothing was gained by it: compare with `coupon_net`.

    Parameters
    ----------
    profit_if_yes, profit_if_no : number
        Money per customer written to who answers, and who does not, the cost of writing taken off;
        the second is usually below 0.

    Returns
    -------
    number
        Chance, 0 to 1; 0 where writing pays even if nobody answers, ``inf`` where no chance is
        high enough.

    References
    ----------
    Blattberg, Kim & Neslin (2008), Database Marketing, chapter 10: break-even response.

    Examples
    --------
    >>> break_even_probability(30, -2)
    0.0625
    """
    share = quotient(-profit_if_no, maximum(profit_if_yes, 0) - minimum(profit_if_no, 0))
    is_never = (profit_if_no < 0) & (profit_if_yes < 0)
    return where(profit_if_no >= 0, 0.0, where(is_never, float("inf"), share))


@formula(outcome_treated=MONEY, outcome_control=MONEY, value=MONEY, discount=MONEY, contact=COST)
def treatment_net(
    outcome_treated: Number,
    outcome_control: Number,
    value: Number,
    discount: Number,
    contact: Number,
) -> Value:
    r"""Compute what treating a customer brings, beyond what they would have brought.

    .. math:: Y_1 (v - D) - Y_0 \, v - c

    Parameters
    ----------
    outcome_treated, outcome_control : number
        What a customer does when treated, and when not (those left out by lot): spend, orders, or
        the share that buys.
    value : number
        Money per unit of the outcome: the margin rate for spend, the margin for orders.
    discount : number
        Money per unit of the outcome that is given away; also on what would have come anyway.
    contact : number, 0 or more
        Money per customer treated.

    Returns
    -------
    number
        Money per customer treated, in the time that the outcome covers; below 0 where treating
        loses money.

    References
    ----------
    Radcliffe (2007), Using Control Groups to Target on Predicted Lift, Direct Marketing Analytics
    Journal.

    Examples
    --------
    Spend rises from 57.79 to 65; 34.9 cents of a euro are margin, 8 are given away:

    >>> round(treatment_net(65, 57.79, value=0.349, discount=0.08, contact=0.4), 2)
    -3.08
    """
    return outcome_treated * (value - discount) - outcome_control * value - contact


@formula(rate_treated=SHARE, rate_control=SHARE, margin=MONEY, discount=COST, contact=COST)
def coupon_net(
    rate_treated: Number, rate_control: Number, margin: Number, discount: Number, contact: Number
) -> Value:
    r"""Compute what a coupon brings per customer who gets it, beyond what they would have brought.

    .. math:: (p_1 - p_0) \, m - p_1 D - c

    Everybody who buys redeems it, so those who would have bought anyway cost
    :math:`p_0 D` and bring nothing.

    Parameters
    ----------
    rate_treated, rate_control : number in [0, 1]
        Share that buys with the coupon, and without it (those left out by lot).
    margin : number
        Money per buyer, before the discount.
    discount : number, 0 or more
        Money per buyer who redeems it.
    contact : number, 0 or more
        Money per customer written to.

    Returns
    -------
    number
        Money per customer written to; below 0 where the coupon loses money.

    References
    ----------
    Radcliffe (2007), Using Control Groups to Target on Predicted Lift, Direct Marketing Analytics
    Journal.

    Examples
    --------
    Two of a hundred buy because of it, ten would have bought anyway and take 3 each:

    >>> round(coupon_net(0.12, 0.10, margin=30, discount=3, contact=0.1), 2)
    0.14
    """
    return treatment_net(rate_treated, rate_control, margin, discount, contact)


@formula(rate_treated=SHARE, rate_control=SHARE)
def four_groups(rate_treated: Number, rate_control: Number) -> Value:
    r"""Bound the shares of the four kinds of customers that two rates allow.

    Persuadable customers buy only if treated, sure things either way, lost causes neither way,
    sleeping dogs only if left alone. Nobody can be seen both ways, so nobody can be labelled, and
    even the shares are known within bounds only, from
    :math:`\max(0, p_1 - p_0) \le \text{persuadable} \le \min(p_1, 1 - p_0)`; the others follow.

    Parameters
    ----------
    rate_treated, rate_control : number in [0, 1]
        Share that buys with the treatment, and without it (those left out by lot).

    Returns
    -------
    dict of str to number
        ``persuadable_low``, ``persuadable_high`` and so on for ``sure_thing``, ``lost_cause`` and
        ``sleeping_dog``. All four are at one end together: few persuadable, few sleeping dogs.

    References
    ----------
    Fréchet (1951); Tian & Pearl (2000), Probabilities of causation: bounds and identification,
    Annals of Mathematics and Artificial Intelligence 28.

    Examples
    --------
    >>> found = four_groups(0.589, 0.568)
    >>> round(found["persuadable_low"], 3), round(found["persuadable_high"], 3)
    (0.021, 0.432)
    """
    treated, alone = rate_treated, rate_control
    return {
        "persuadable_low": maximum(0, treated - alone),
        "persuadable_high": minimum(treated, 1 - alone),
        "sure_thing_low": maximum(0, treated + alone - 1),
        "sure_thing_high": minimum(treated, alone),
        "lost_cause_low": maximum(0, 1 - treated - alone),
        "lost_cause_high": minimum(1 - treated, 1 - alone),
        "sleeping_dog_low": maximum(0, alone - treated),
        "sleeping_dog_high": minimum(alone, 1 - treated),
    }


@formula(
    customers=COST,
    share_contacted=SHARE,
    base_churn=SHARE,
    lift=COST,
    saved=SHARE,
    value=MONEY,
    incentive=COST,
    contact=COST,
)
def churn_campaign_profit(
    customers: Number,
    share_contacted: Number,
    base_churn: Number,
    lift: Number,
    saved: Number,
    value: Number,
    incentive: Number,
    contact: Number,
) -> Value:
    r"""Compute the profit of an offer to those who seem most likely to leave.

    .. math:: N a \left( \left[ g V + D (1 - g) \right] b L - D - c \right)

    Of those written to, :math:`b L` were about to leave; the offer keeps a share g of them. All
    who stay take the incentive, also those who would have stayed anyway.

    Parameters
    ----------
    customers : number, 0 or more
        All customers (N).
    share_contacted : number in [0, 1]
        Share of them that is written to (a).
    base_churn : number in [0, 1]
        Share of all customers that would leave in the campaign's period (b).
    lift : number, 0 or more
        How many times as many leavers are among those written to as among all (L).
    saved : number in [0, 1]
        Share of leavers whom the offer keeps (g).
    value : number
        Lifetime value of a customer kept, money (V).
    incentive : number, 0 or more
        Cost of the offer per customer who takes it, money (D).
    contact : number, 0 or more
        Cost per customer written to, money (c).

    Returns
    -------
    number
        Money, below 0 where those who would have stayed cost more than those kept are worth.

    Raises
    ------
    ValueError
        If more leavers are written to than there are customers written to, or leavers.

    References
    ----------
    Neslin, Gupta, Kamakura, Lu & Mason (2006), Defection Detection, Journal of Marketing Research
    43(2).

    Examples
    --------
    >>> round(churn_campaign_profit(100_000, 0.1, 0.02, 3, 0.2, 500, 20, 0.5))
    -135400
    """
    at_most("base_churn times lift", base_churn * lift, "1 (all who are written to)", 1)
    at_most("share_contacted times lift", share_contacted * lift, "1 (all who leave)", 1)
    worth = saved * value + incentive * (1 - saved)
    return customers * share_contacted * (worth * base_churn * lift - incentive - contact)


@formula(base_churn=SHARE, saved=SHARE, value=COST, incentive=COST, contact=COST)
def churn_break_even_lift(
    base_churn: Number, saved: Number, value: Number, incentive: Number, contact: Number
) -> Value:
    r"""Find how well leavers must be told for an offer to them to pay.

    .. math:: L^* = \frac{D + c}{b \left( g V + D (1 - g) \right)}

    Parameters
    ----------
    base_churn : number in [0, 1]
        Share of all customers that would leave in the campaign's period (b).
    saved : number in [0, 1]
        Share of leavers whom the offer keeps (g).
    value : number, 0 or more
        Lifetime value of a customer kept, money (V).
    incentive : number, 0 or more
        Cost of the offer per customer who takes it, money (D).
    contact : number, 0 or more
        Cost per customer written to, money (c).

    Returns
    -------
    number
        Lift of the score at which `churn_campaign_profit` is 0. Above 1 / base churn no score can
        reach it; ``inf`` where nothing is kept.

    References
    ----------
    Neslin, Gupta, Kamakura, Lu & Mason (2006).

    Examples
    --------
    >>> round(churn_break_even_lift(0.02, 0.2, 500, 20, 0.5), 3)
    8.836
    """
    cost = incentive + contact
    worth = base_churn * (saved * value + incentive * (1 - saved))
    return where(cost == 0, 0.0, quotient(cost, worth))
