"""A number on a datasheet is the number that the simulator draws with."""

import re
import tomllib

import pytest

from clvwidgets._resources import resource_path
from clvwidgets.data.simulate import (
    _consent,
    _visits,
    experiments,
    marketing,
    shop,
    streaming,
    wholesale,
)
from clvwidgets.data.simulate.studies import (
    apology,
    lost_orders,
    membership,
    prices,
    recommend,
    referral,
    refills,
    retention_trials,
    sessions,
    shop_trials,
)


def said(sheet):
    """What a sheet says of its tables, in one line."""
    text = (resource_path("datasets") / "world" / f"{sheet}.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    return re.sub(r"\s+", " ", f"{told['intro']} {told['know']}")


def percent(share):
    return f"{100 * share:g}"


def thousandths(share):
    return f"{share:.3f}".lstrip("0")


POINTS, TIERS, OFFER, WINBACK = range(4)
COST, FIXED = experiments._COST_SHARE, experiments._FIXED_COST
BACK = experiments._BACK


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        ("shop", f"handling costs {shop.RETURN_HANDLING:g} euros"),
        ("shop", f"They take {percent(shop.DISCOUNT)} percent off orders"),
        ("shop", f"In {shop._PROMOTION_WEEKS} weeks a year"),
        ("shop", f"half of the orders carry one, else {percent(shop._CODE_ELSE)} of 100"),
        ("shop", f"customers) {percent(shop._CODE_OF_HUNTERS)} of 100 more"),
        ("shop", f"so {percent(round(1 / (1 - shop.DISCOUNT) - 1, 3))} percent)"),
        ("shop", f"for an account stops {percent(_visits.CAUSE_CHANCES[2])} of 100 carts"),
        ("shop", f"who are stopped {percent(sessions.LOST)} of 100 never come back"),
        ("shop", f"{percent(_consent.OBJECTS)} of 100 did"),
        ("shop", f"gaps are gamma with shape {refills.REGULARITY:g}"),
        ("shop", f"log-normal, {refills.MEAN_GAP:g} days, spread {refills.SPREAD:g}"),
        ("shop", f"included, {percent(refills.LEAVING)} of 100 leave"),
        ("shop", f"or expire after {membership.EXPIRES_AFTER} days"),
        (
            "shop",
            f"below {membership.LIGHT:g} orders a year {percent(membership.BREAKAGE[0])} of 100",
        ),
        ("shop", f"to {membership.HEAVY:g} it is {percent(membership.BREAKAGE[1])}"),
        ("shop", f"from {membership.HEAVY:g} on {percent(membership.BREAKAGE[2])}"),
        (
            "shop",
            f"is worth {prices.WORTH:.2f} euros (median; log-normal, spread {prices.SPREAD:g})",
        ),
        (
            "truth",
            f"{20 * lost_orders.SHARE_LOST:g} in twenty of the repeat orders".replace("3", "three"),
        ),
        ("experiments", f"so {percent(COST[POINTS])} percent, and {FIXED[POINTS]:.2f} euros"),
        (
            "experiments",
            f"worth {percent(COST[TIERS])} percent of what is paid, and {FIXED[TIERS]:.2f}",
        ),
        (
            "experiments",
            f"{percent(COST[OFFER])} percent of what is paid and {FIXED[OFFER]:.2f} euros",
        ),
        ("experiments", f"a voucher of {percent(COST[WINBACK])} percent off every order"),
        ("experiments", f"for {experiments.WEEKS} weeks, and {FIXED[WINBACK]:.2f} euros"),
        ("experiments", f"without an order for {experiments.LAPSED_DAYS} days"),
        ("experiments", f"{BACK['price']:.2f}"[1:] + " of who left over price come back"),
        ("experiments", f"{BACK['delivery']:.2f}"[1:] + " over delivery"),
        ("experiments", f"{BACK['competitor']:.2f}"[1:] + " for a competitor"),
        ("experiments", f"{BACK['taste']:.2f}"[1:] + " over taste"),
        ("experiments", f"a voucher of {apology.VOUCHER:g} euros"),
        ("experiments", f"Words add {apology.ON_SCORE[1]:.1f} to the score"),
        ("experiments", f"the voucher adds {apology.ON_SCORE[2]:.1f} and takes"),
        ("experiments", f"takes {percent(-apology.ON_CHURN[2])} points a month off"),
        *(("experiments", thousandths(one.chance)) for one in recommend.SUGGESTIONS),
        ("experiments", "adds .020, .050, .015 and .060"),
        (
            "experiments",
            ", ".join(thousandths(b) for b in referral.BROUGHT[:3]) + " and .072 bring",
        ),
        ("experiments", f"{percent(referral.ANYWAY)} of 100 would have found the shop without"),
        (
            "experiments",
            f"5 euros {percent(round(referral.BROUGHT[0] / referral.BROUGHT[1], 2))} would",
        ),
        ("experiments", f"{thousandths(shop_trials._CONTACTS_PER_ORDER)[:-1]} contacts an order"),
        ("experiments", f"takes {shop_trials._HOURS:g} hours (median"),
        ("experiments", f"with priority {percent(shop_trials._FASTER)} percent of that"),
        (
            "experiments",
            f"{percent(retention_trials.KEPT)} + {percent(retention_trials.KEPT_MORE)} *",
        ),
        ("experiments", f"exp(-care / {retention_trials.SCALE:g})"),
        ("experiments", f"payers {percent(retention_trials.MOVED[1])} of 100 change"),
        ("experiments", f"{percent(retention_trials.MOVED[2])} after a letter"),
        ("experiments", f"last month {percent(retention_trials.WOKEN)} of 100 end"),
        ("experiments", f"{percent(retention_trials.READ_WHEN_REMINDED)} of 100 read it"),
        ("experiments", f"of the others {percent(retention_trials.READ)}"),
        ("experiments", f"takes {percent(retention_trials.GUIDE)} points a month off"),
        ("experiments", f"{percent(shop_trials.BACK)} of 100 carts that were given up are ordered"),
        ("experiments", "adds 2, after a day 4, with a tenth off 6"),
        ("experiments", f"written to {1000 * shop_trials.UNSUBSCRIBED:g} in 1,000 unsubscribe"),
        ("experiments", f"Margin is {percent(shop_trials.MARGIN)} percent"),
        (
            "experiments",
            f"{shop_trials.EXPRESS:.2f} euros an order and {shop_trials.CONTACT:.2f} a contact",
        ),
        ("subscription", f"Of 100 who are shown {prices.USUAL_FEE:g} euros a month"),
        ("subscription", f"{percent(prices.SIGN_UP)} sign"),
        ("subscription", f"elasticity of -{prices.ELASTICITY:g}"),
        ("subscription", f"{percent(prices.CHURN)} of 100 end a month"),
        ("subscription", f"A month costs {prices.COST:g} euros"),
        (
            "marketing",
            f"Of 100 visits after an ad {percent(referral.ONLY_BY_ADS)} would not have come",
        ),
        ("marketing", f"adds {marketing.LIFT_OF_OPEN:.2f}".replace("0.", ".") + " to the rate of"),
        ("marketing", f"{marketing.LIFT_OF_OPEN_WHEN_DUE:.2f} where an order is due"),
        ("wholesale", f"The margin is {percent(wholesale.MARGIN_RATE)} percent of the amount"),
        (
            "streaming",
            f"with a chance of {percent(streaming._COME_BACK)} percent a month, for ever",
        ),
    ],
)
def test_a_datasheet_says_what_the_simulator_does(sheet, words):
    assert words in said(sheet)


def test_what_the_reminders_and_suggestions_add_is_what_the_sheet_says():
    assert [100 * more for more in shop_trials.MORE] == pytest.approx([0, 2, 4, 6])
    assert [one.added for one in recommend.SUGGESTIONS] == [0.020, 0.050, 0.015, 0.060]
    assert shop_trials.DISCOUNT == 0.1
    assert shop_trials.ON_RATE == {"city": 0.02, "town": 0.02, "country": 0.10}
    assert referral.BROUGHT[3] == 0.072
    assert referral.ORDERS_PER_VISIT == 0.08
