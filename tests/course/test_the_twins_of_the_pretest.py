"""Before and after the course the same is asked: twins, with other numbers, and keys that hold."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from clvwidgets import TransactionLog, load_dataset
from clvwidgets.course.exercises import load_plan
from clvwidgets.course.exercises._test_forms import FORM_A, FORM_B
from clvwidgets.formulas import convert_rate, lifespan_from_churn, ltv_cac_ratio, mixed_lifespan
from clvwidgets.models import BGNBD, ParetoNBD
from clvwidgets.segments import name_segments

FORMS = {"A": FORM_A, "B": FORM_B}
TWINS = [pytest.param(a, b, id=a.key) for a, b in zip(FORM_A, FORM_B, strict=True)]
each_pair = pytest.mark.parametrize(("first", "second"), TWINS)
each_form = pytest.mark.parametrize("form", FORMS)


def beliefs(question):
    return [option.misconception for option in question.options]


def item(form, key):
    return next(question for question in FORMS[form] if question.key == key)


def numbers(text):
    return [float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def told(form, key):
    """For each belief, "" for the truth, the first number of its option."""
    return {option.misconception: numbers(option.text)[0] for option in item(form, key).options}


def test_the_course_begins_with_form_a():
    assert load_plan("00_start_here").pretest == FORM_A


@each_pair
def test_twins_have_one_key_one_place_to_read_and_the_same_beliefs(first, second):
    assert first.key == second.key
    assert first.about == second.about
    assert len(first.about) == 1
    assert sorted(beliefs(first)) == sorted(beliefs(second))


@each_pair
def test_twins_share_neither_prompt_nor_order(first, second):
    assert first.prompt != second.prompt
    assert beliefs(first) != beliefs(second)
    assert beliefs(first).index("") != beliefs(second).index("")
    with_numbers = {option.text for option in first.options if numbers(option.text)}
    of_twin = {option.text for option in second.options}
    assert len(with_numbers & of_twin) <= 1, "the same belief may give the same number, once"


@each_form
def test_the_right_answer_has_no_place_of_its_own(form):
    places = [beliefs(question).index("") for question in FORMS[form]]
    assert {0, 1, 2} <= set(places)
    assert max(places.count(place) for place in places) <= 4


@each_form
def test_the_longest_option_is_no_sign_of_the_right_one(form):
    longest = [
        max(question.options, key=lambda option: len(option.text)) for question in FORMS[form]
    ]
    assert sum(option.right for option in longest) <= 2


@each_form
def test_margin(form):
    paid, share, cac = numbers(item(form, "margin").prompt)
    goods = paid * share / 100
    assert told(form, "margin") == {
        "": paid - goods - cac,
        "revenue for margin": paid - cac,
        "margin for net": paid - goods,
        "cost for margin": goods - cac,
    }


@pytest.mark.parametrize(("form", "loyal", "fickle"), [("A", 0.01, 0.09), ("B", 0.02, 0.08)])
def test_churn(form, loyal, fickle):
    assert {100 * loyal, 100 * fickle} <= set(numbers(item(form, "churn").prompt))
    exact = {
        "": mixed_lifespan(0.5, loyal, fickle),
        "1/churn for a mixture": lifespan_from_churn((loyal + fickle) / 2),
        "one kind for all": lifespan_from_churn(fickle),
    }
    assert told(form, "churn") == pytest.approx(exact, abs=0.5)


def test_churn_of_a_thousand_who_are_counted_month_by_month():
    """An average stay is what all months of all customers come to, the first one counted."""
    months = np.arange(5_000)
    stays = {
        pair: sum(500 * ((1 - churn) ** months).sum() for churn in pair) / 1_000
        for pair in ((0.01, 0.09), (0.02, 0.08))
    }
    assert list(stays.values()) == pytest.approx(
        [told("A", "churn")[""], told("B", "churn")[""]], abs=0.5
    )


@pytest.mark.parametrize(
    ("form", "yearly", "own", "other"),
    [("A", 0.24, "month", "quarter"), ("B", 0.12, "quarter", "month")],
)
def test_rate(form, yearly, own, other):
    asked = item(form, "rate").prompt
    assert 100 * yearly in numbers(asked)
    assert own in asked
    exact = {
        "": 100 * convert_rate(yearly, "year", own),
        "rate of a year": 100 * yearly,
        "division for compounding": 100 * yearly / {"month": 12, "quarter": 4}[own],
        "rate of another period": 100 * convert_rate(yearly, "year", other),
    }
    assert told(form, "rate") == pytest.approx(exact, abs=0.05)


@pytest.mark.parametrize(("form", "cost", "worth"), [("A", 30, 75), ("B", 40, 110)])
def test_cac(form, cost, worth):
    question = item(form, "cac")
    assert {cost, worth} <= set(numbers(question.prompt))
    wrong = {o.misconception: numbers(o.text) for o in question.options if not o.right}
    assert wrong["average CAC"] == [worth - cost]
    assert wrong["rule of three"] == [worth, cost, ltv_cac_ratio(worth, cost), 3]


def test_cac_cannot_be_told_from_an_average():
    """Two curves of cost with one average: the next customer pays on one of them alone."""
    customers = 100
    flat, steep = np.full(2 * customers, 30.0), np.linspace(10, 50 + 150, 2 * customers)
    steep[:customers] += 30 - steep[:customers].mean()
    assert flat[:customers].mean() == pytest.approx(steep[:customers].mean())
    assert flat[customers:].mean() < 75 < steep[customers:].mean()


def test_rfm_scores_rank_the_months_after_and_do_not_count_them():
    log = TransactionLog(load_dataset("cdnow"))
    scores = log.rfm(end="1997-09-30")
    orders = log.split("1997-09-30")["holdout_orders"].reindex(scores.index)
    segment = name_segments(scores)
    mean = orders.groupby(segment).mean()
    assert mean["Champions"] > 10 * mean["Asleep"] > 0, "a rank tells more than nothing"
    best = segment == "Champions"
    so_far = scores.loc[best, "orders"]
    assert abs(orders[best] - so_far).mean() > 0.4 * so_far.mean(), "and is no count"


def test_cohort_the_total_moves_while_each_age_stays_as_it_is():
    stays = np.array([0.6, 0.8, 0.9])  # at each age, for ever
    young, old = np.array([60, 20, 20]), np.array([20, 20, 60])
    assert (stays * old).sum() / old.sum() > (stays * young).sum() / young.sum()
    for base in (young, old):
        assert stays.min() < (stays * base).sum() / base.sum() < stays.max()


MODELS = {
    "CDNOW, BG/NBD": BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W"),
    "CDNOW, Pareto/NBD": ParetoNBD.from_params(
        r=0.553, alpha=10.578, s=0.606, beta=11.669, period="W"
    ),
    "a shop, BG/NBD": BGNBD.from_params(r=0.7, alpha=4.55, a=1.2, b=6.8, period="W"),
}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("form", "bought", "weeks", "rare", "often"),
    [("A", (3, 10), (26, 52), (0.52, 0.55), (0.03, 0.07)),
     ("B", (2, 12), (52, 104), (0.57, 0.65), (0.00, 0.02))],
)  # fmt: skip
def test_alive(form, model, bought, weeks, rare, often):
    asked = item(form, "alive").prompt
    assert set(bought) <= set(numbers(asked))
    rows = pd.DataFrame({"frequency": [n - 1 for n in bought], "recency": 0.0, "T": 0.0})
    rows[["recency", "T"]] = [float(week) for week in weeks]
    alive = MODELS[model].probability_alive(rows)
    assert rare[0] - 0.005 <= alive.iloc[0] <= rare[1] + 0.005
    assert often[0] <= alive.iloc[1] <= often[1] + 0.005


@pytest.mark.parametrize("cost", [5.0, 2.0])
def test_uplift_earns_more_than_any_other_list_of_the_same_length(cost):
    draw = np.random.default_rng(1)
    without = draw.gamma(2, 20, 1_000)
    lift = draw.normal(2, 5, 1_000)
    gain = lift - cost
    chosen = gain > 0
    assert gain[chosen].sum() > 0
    for other in (without, without + lift):
        assert gain[np.argsort(other)[-chosen.sum() :]].sum() < gain[chosen].sum()
