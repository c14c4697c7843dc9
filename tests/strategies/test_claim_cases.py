"""What stands beside the claims: measured again from the data sets, with their intervals."""

from __future__ import annotations

import numpy as np
import pytest

from clvwidgets import load_dataset
from clvwidgets.strategies import CLAIMS


def of_ratio(top, bottom, top_part, bottom_part):
    """Give a ratio of means and its interval, from what each row adds to it (delta method)."""
    value = top / bottom
    error = np.std(top_part - value * bottom_part, ddof=1) / len(top_part) ** 0.5 / bottom
    return value, value - 1.96 * error, value + 1.96 * error


def share(hits):
    value = hits.mean()
    half = 1.96 * (value * (1 - value) / len(hits)) ** 0.5
    return value, value - half, value + half


def apologies():
    """Retention gained per percent of the score, of those who got any apology."""
    table = load_dataset("experiments_apology")
    table["stayed"] = 1.0 - table["left"]
    some, none = table[table["arm"] != "nothing"], table[table["arm"] == "nothing"]
    score, stay = (some[column].mean() / none[column].mean() for column in ("score", "stayed"))
    value, error = (stay - 1) / (score - 1), 0.0
    for part, sides in ((some, (1, 1)), (none, (-stay, -score))):
        moved = sides[0] * part["stayed"] / none["stayed"].mean()
        moved = moved - value * sides[1] * part["score"] / none["score"].mean()
        error += moved.var() / len(part) / (score - 1) ** 2
    half = 1.96 * error**0.5
    return value, value - half, value + half


def emails():
    table = load_dataset("marketing_emails")
    sent, held = (table.loc[table["sent"] == one, "ordered"] for one in (True, False))
    half = 1.96 * (sent.var() / len(sent) + held.var() / len(held)) ** 0.5
    added = sent.mean() - held.mean()
    return tuple((added + side * half) / sent.mean() for side in (0, -1, 1))


def second_orders():
    orders = load_dataset("shop_orders").sort_values("date")
    number = orders.groupby("customer_id").cumcount()
    first, second = (orders[number == n].set_index("customer_id")["date"] for n in (0, 1))
    days = (second - first).dt.days.reindex(first.index)
    return share(days[first <= "2024-10-02"] <= 90)


def added_margin():
    """Margin share of what points added, over the usual one (delta method)."""
    table = load_dataset("experiments_points")
    treated, others = table[table["treated"]], table[~table["treated"]]
    usual = others["margin"].sum() / others["revenue"].sum()
    margin = treated["margin"].mean() - others["margin"].mean()
    revenue = treated["revenue"].mean() - others["revenue"].mean()
    value = margin / revenue / usual
    error = 0.0
    for arm, sign in ((treated, 1), (others, -1)):
        part = sign * (arm["margin"] - value * usual * arm["revenue"]) / (revenue * usual)
        if sign < 0:  # the usual margin is an estimate, too
            part = part - value * (arm["margin"] - usual * arm["revenue"]) / others["margin"].mean()
        error += part.var() / len(part)
    return value, value - 1.96 * error**0.5, value + 1.96 * error**0.5


def cost_of_points():
    table = load_dataset("experiments_points").query("treated")
    return of_ratio(table["cost"].mean(), table["margin"].mean(), table["cost"], table["margin"])


def members_after_a_year():
    months = load_dataset("streaming_months").sort_values(["member_id", "month"])
    later = months[months.groupby("member_id").cumcount() == 12]
    return share(later["state"] != "gone")


def advertising():
    """Cost of ads of 2022 over the margin of those who came by them, to the end of 2024."""
    who = load_dataset("shop_customers").query("channel == 'paid' and first_order < '2023-01-01'")
    orders = load_dataset("shop_orders")
    margin = (orders["amount"] - orders["cost"]).groupby(orders["customer_id"]).sum()
    margin = margin.reindex(who["customer_id"]).fillna(0)
    weeks = load_dataset("marketing_weekly").query("line == 'shop' and channel == 'paid'")
    cost = weeks.loc[weeks["week"] < "2023-01-01", "spend"].sum() / len(who)
    half = 1.96 * margin.std() / len(margin) ** 0.5
    return tuple(cost / (margin.mean() + side * half) for side in (0, 1, -1))


@pytest.mark.parametrize(
    ("names", "measure"),
    [
        (["crm"], second_orders),
        (["satisfaction", "education"], apologies),
        (["email"], emails),
        (["cross_selling"], added_margin),
        (["points"], cost_of_points),
        (["stages", "losses"], members_after_a_year),
        (["analytics"], advertising),
    ],
)
def test_measured_cases_are_what_the_data_sets_give(names, measure):
    for name in names:
        case = CLAIMS[name].measured
        digits = 3 if name in ("crm", "points", "stages", "losses", "analytics") else 2
        assert (case.value, case.low, case.high) == tuple(round(x, digits) for x in measure())


def test_claimed_figures_are_those_of_the_table_of_claims():
    table = load_dataset("truth_claims")
    names = ["crm", "satisfaction", "education", "email", "cross_selling", "points", "stages"]
    for name, row in zip([*names, "analytics"], table.itertuples(), strict=False):
        claim = CLAIMS[name]
        assert (claim.cause, claim.effect) == (abs(row.claimed_cause), row.claimed_effect)
