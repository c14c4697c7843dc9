"""A sum whose last digit differs between processors must not change what is stored.

Altair names data by a hash of all their digits, so one digit that nobody sees changed the name, and
a notebook that was stored on one machine was no longer true on another.
"""

import json
import re

import altair as alt
import numpy as np
import pandas as pd
import pytest

from clvwidgets import SubscriptionCLV
from clvwidgets.data import write_csv
from clvwidgets.display.panel_json import PANEL_MIME, declaration, panel_json
from clvwidgets.display.renderer import chart_bundle
from clvwidgets.significant import significant, significant_array
from clvwidgets.widgets.panel.panel import plain_rows

LONG = re.compile(r"\d+\.\d+(?:e-?\d+)?")


def digits(number):
    return len(number.split("e")[0].replace(".", "").strip("0"))


def chart(share):
    table = pd.DataFrame({"age": [1, 2, 3], "share": [share, 2 * share, 7.0]})
    line = alt.Chart(table, title="Shares").mark_line().encode(x="age", y="share")
    return (line + alt.Chart(table.iloc[:2]).mark_point().encode(x="age", y="share")).to_dict()


def test_the_last_digit_of_a_sum_changes_nothing_that_is_stored():
    one, other = chart(0.3), chart(0.1 + 0.2)
    assert one["datasets"].keys() != other["datasets"].keys(), "Altair hashes all digits"
    stored = [chart_bundle(spec)[PANEL_MIME] for spec in (one, other)]
    assert json.dumps(stored[0]) == json.dumps(stored[1])


def test_data_that_had_nothing_to_round_keep_their_name():
    spec = chart(0.25)
    stored = json.loads(chart_bundle(spec)[PANEL_MIME]["declaration"])
    assert stored["views"][0]["spec"]["datasets"].keys() == spec["datasets"].keys()


def test_every_layer_finds_its_data_under_the_new_name():
    spec = json.loads(chart_bundle(chart(0.1 + 0.2))[PANEL_MIME]["declaration"])["views"][0]["spec"]
    names = [layer["data"]["name"] for layer in spec["layer"]]
    assert len(set(names)) == 2
    assert set(names) == set(spec["datasets"])


def test_no_number_of_a_stored_panel_has_more_than_twelve_digits():
    calc = SubscriptionCLV(margin=100 / 3, churn=0.1 + 0.2)
    calc.pin("third")
    stored = json.dumps(calc._repr_mimebundle_()[0][PANEL_MIME])
    state = panel_json(
        declaration(), values={"x": 0.1 + 0.2}, selection={"interval": {"y": [1 / 3, 2 / 3]}}
    )
    found = LONG.findall(stored) + LONG.findall(json.dumps(state))
    assert [number for number in found if digits(number) > 12] == []


def test_rows_for_the_browser_and_csv_are_rounded_to_what_they_mean(tmp_path):
    table = pd.DataFrame({"share": [0.1 + 0.2, np.nan], "money": [12345678.91, 1e6]})
    assert plain_rows(table)[0]["share"] == 0.3
    write_csv(table, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text().split() == [
        '"","share","money"',
        "0,0.3,12345678.91",
        '1,"",1000000.0',
    ]
    assert table["share"][0] != 0.3, "the caller's table is not changed"


@pytest.mark.parametrize("number", [1.7e12, 1e14 + 1, 0.0, -3.0])
def test_counts_and_times_stay_as_they_are(number):
    assert significant(number) == number


def test_many_at_once_are_rounded_as_one_by_one():
    rng = np.random.default_rng(1)
    size = 10.0 ** rng.integers(-20, 20, 2000)
    values = np.append(rng.normal(size=2000) * size, [np.inf, -np.inf, 999999999.5, 1e22, -0.0])
    assert significant_array(values).tolist() == [significant(float(value)) for value in values]
