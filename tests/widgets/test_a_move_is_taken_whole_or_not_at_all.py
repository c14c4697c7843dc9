"""After a refused move everything is as it was before it."""

from __future__ import annotations

import json

import pytest

from clvwidgets import (
    CustomerCard,
    NextPurchaseExplorer,
    RFMExplorer,
    SubscriptionCLV,
    TransactionLog,
    ValueExplorer,
)
from tests.widgets.calculators import CALCULATORS
from tests.widgets.shop import small_shop


@pytest.fixture(scope="module")
def log():
    return TransactionLog(small_shop(), customer="customer", date="date", amount="amount")


def everything(panel):
    """All that a person gets to see of a panel."""
    stored = panel._stored()
    return (panel.values, str(panel), json.dumps(stored, sort_keys=True), panel.to_html())


def refused(panel, move, match=None):
    before, steps = everything(panel), panel.history
    with pytest.raises(Exception, match=match):
        move()
    assert everything(panel) == before
    assert panel.history == steps


def test_of_two_values_set_together_none_stays_if_one_is_refused(log):
    explorer = ValueExplorer(log)
    refused(explorer, lambda: explorer.set(top=0.9, measure="value"), "needs the expected value")
    refused(explorer, lambda: explorer.set_state({"top": 0.9, "measure": "value"}), "needs the")


def test_a_customer_whom_nobody_knows_leaves_the_card_as_it_was(log):
    card = CustomerCard(log)
    refused(card, lambda: card.set_state({"who": "nobody"}), "nobody")
    refused(card, lambda: setattr(card, "who", "nobody"), "nobody")
    card.who = "c17"
    assert "c17" in str(card)


@pytest.mark.parametrize("name", CALCULATORS)
def test_a_refused_period_does_not_stay(name):
    calc = CALCULATORS[name]()
    for period in ("fortnight", None, 7):
        refused(calc, lambda period=period: setattr(calc, "period", period))
        refused(calc, lambda period=period: calc.set_state({"period": period}))
        some = next(iter(calc.values))
        both = {"period": period, some: calc.values[some]}
        refused(calc, lambda both=both: calc.set_state(both))


@pytest.mark.parametrize("name", CALCULATORS)
def test_no_number_stops_the_display(name):
    calc = CALCULATORS[name]()
    for field in calc.fields():
        for value in (1e27, 1e300, float("inf"), "7"):
            before, steps = (calc.values, str(calc)), calc.history
            try:
                setattr(calc, field, value)
            except (ValueError, TypeError):
                assert calc.history == steps
            else:
                json.dumps(calc._stored())
                calc.undo()
            assert (calc.values, str(calc)) == before


def test_a_pinned_scenario_that_cannot_be_converted_refuses_the_period():
    growing = [
        kind()
        for kind in CALCULATORS.values()
        if kind.converts
        and any(getattr(f, "per_period", "") == "growth" for f in kind.fields().values())
    ]
    assert growing
    for calc in growing:
        names = [n for n, f in calc.fields().items() if getattr(f, "per_period", "") == "growth"]
        calc.period = "month"
        setattr(calc, names[0], 0.15)
        calc.pin("fast")
        setattr(calc, names[0], 0.01)
        refused(calc, lambda calc=calc: setattr(calc, "period", "year"), "fast.*unpin")
        calc.unpin()
        calc.period = "year"


@pytest.mark.parametrize(
    "state",
    [
        {"pinned": [{"name": "x"}]},
        {"pinned": ["x"]},
        {"pinned": [{"name": "x", "values": {"margin": "much"}}]},
        {"history": {}},
        {"history": {"entries": [], "at": 0}},
        {"history": {"entries": [{}], "at": 5}},
        {"history": {"entries": ["x"], "at": 0}},
        {"margin": 50, "churn": 7},
    ],
)
def test_what_a_browser_says_wrongly_is_refused_as_a_whole(state):
    calc = SubscriptionCLV()
    calc.margin = 41
    refused(calc, lambda: calc.set_state(state))


@pytest.mark.parametrize("keys", [5, "r5f5", [1], [{}], {"r5f5": 1}])
def test_a_choice_that_names_no_groups_is_refused(log, keys):
    explorer = RFMExplorer(log)
    refused(explorer, lambda: explorer.set_state({"selection": {"keys": keys}}))
    refused(explorer, lambda: setattr(explorer, "selection", {"keys": keys}))


def test_a_lead_of_a_million_weeks_is_refused(log):
    explorer = NextPurchaseExplorer(log)
    explorer.select("Overdue")
    refused(explorer, lambda: setattr(explorer, "lead", 1e6), "between 0 and 520")
    explorer.lead = 520
    assert len(explorer.selected) > 0


def test_who_listens_hears_of_the_way_back():
    calc, heard = SubscriptionCLV(), []
    calc.observe(lambda change: heard.append(change["new"]), "margin")
    refused(calc, lambda: calc.set_state({"margin": 50, "churn": 7}))
    assert not heard or heard[-1] == calc.margin
    calc.margin = 60
    assert heard[-1] == 60
