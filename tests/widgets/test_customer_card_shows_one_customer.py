"""One customer: purchases, factors, and who is shown."""

from __future__ import annotations

import pandas as pd
import pytest

from clvwidgets import CustomerCard, RFMExplorer, TransactionLog, link_explorers
from clvwidgets.models import BGNBD, CustomerValue, GammaGamma

from .shop import small_shop


@pytest.fixture(scope="module")
def log():
    return TransactionLog(small_shop())


@pytest.fixture(scope="module")
def value(log):
    value = CustomerValue(
        BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W"),
        GammaGamma.from_params(p=6.25, q=3.74, v=15.44),
    )
    value.predict(log.customers(), horizon=52, discount=0.1, margin=0.4)
    return value


@pytest.fixture(scope="module")
def card(log, value):
    return CustomerCard(log, value=value)


def test_the_card_opens_with_the_most_valuable_customer(card, value):
    assert card.who == value.predictions_["value"].idxmax()


def test_purchases_are_those_of_the_table(card):
    card.who = "c17"
    plain = small_shop().query("customer == 'c17'").groupby("date")["amount"].sum()
    assert card.purchases["amount"].tolist() == pytest.approx(plain.tolist())
    assert [row["day"] for row in card.datasets["purchases"]] == plain.index.astype(str).tolist()


def test_factors_multiply_to_the_value_and_averages_to_the_average(card, value):
    for who in ("c3", "c17"):
        card.who = who
        factors = card.factors.set_index("factor")
        parts = factors.drop("value")
        predicted = value.predictions_["value"]
        assert parts["amount"].prod() == pytest.approx(predicted[who])
        assert parts["average"].prod() == pytest.approx(predicted.mean())
        assert parts["ratio"].prod() == pytest.approx(factors.loc["value", "ratio"])


@pytest.mark.integration
def test_without_a_model_the_value_is_what_came_in_so_far(log):
    card = CustomerCard(log, margin=0.3, who="c17")
    spent = small_shop().query("customer == 'c17'")["amount"].sum()
    assert card.factors.set_index("factor").loc["value", "amount"] == pytest.approx(0.3 * spent)
    assert "has brought in" in card.explanation


def test_the_browser_asks_and_python_takes_or_refuses(card, monkeypatch):
    sent = []
    monkeypatch.setattr(card, "send", lambda message, _buffers: sent.append(message))
    card._answer(card, {"kind": "text", "field": "who", "text": " c17 ", "id": 1}, [])
    assert card.who == "c17"
    card._answer(card, {"kind": "text", "field": "who", "text": "nobody", "id": 2}, [])
    assert card.who == "c17"
    assert "no customer 'nobody'" in sent[-1]["refused"]


def test_a_customer_is_found_by_number_or_text():
    orders = pd.DataFrame(
        {"customer": [7, 7, 8], "date": ["2024-01-01", "2024-02-01", "2024-01-05"], "amount": 5.0}
    )
    card = CustomerCard(orders, who=8)
    assert card.label == 8
    card.who = "7"
    assert card.selected.index.tolist() == [7]
    assert card.customers.query(card.query.pandas).index.tolist() == [7]
    with pytest.raises(ValueError, match="no customer '9'"):
        card.who = "9"
    card.undo()
    assert card.label == 8


@pytest.mark.integration
def test_a_choice_elsewhere_shows_the_first_of_its_customers(card, log):
    segments = RFMExplorer(log)
    card.who = segments.customers["revenue"].idxmin()
    link = link_explorers(segments, card)
    segments.select("Champions")
    chosen = card.customers.loc[segments.selected.index]
    assert card.who == chosen["value"].idxmax()
    assert len(segments.selected) == len(chosen)
    link.unlink()


def test_purchases_a_lifetime_apart_give_no_date():
    orders = pd.DataFrame({"customer": "Ann", "date": ["1900-01-01", "2024-06-01"], "amount": 5})
    assert "to 2024-06-01, too far apart to say when next" in str(CustomerCard(orders))


@pytest.mark.integration
def test_names_with_markup_stay_text_and_the_chart_can_be_drawn():
    name = "</script><b>مرحبا 🙂"
    orders = pd.DataFrame({"customer": [name], "date": ["2024-01-01"], "amount": [0.0]})
    card = CustomerCard(orders)
    assert card.who == name
    assert "</script><b>" not in card.to_html()
    assert card.to_png().startswith(b"\x89PNG")


def test_a_margin_in_percent_is_refused(log):
    with pytest.raises(ValueError, match=r"got 40\. If you meant 40 percent, write 0\.4"):
        CustomerCard(log, margin=40)
