"""The audit counts what plain pandas counts, sends groups only, and hides the small ones."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from clvwidgets import FairnessAudit, load_dataset
from clvwidgets.display import panel_json

from .vega import evaluate


@pytest.fixture(scope="module")
def made():
    return FairnessAudit()


@pytest.fixture
def audit(made):
    yield made
    made.set(share=0.2, attribute="region", rule="best")
    made.unpin()


def shop():
    """The shop's customers with what they are truly worth, by which they are ranked here."""
    truth = load_dataset("truth_shop")[["customer_id", "residual_value"]]
    return load_dataset("shop_customers").merge(truth, on="customer_id")


def test_the_best_fifth_by_age_is_that_of_plain_pandas():
    """Counted with pandas when the world was drawn: 18-29 are chosen least, 45-59 most."""
    audit = FairnessAudit(shop(), value="residual_value", groups=["age_group"])
    expected = {"18-29": 0.1803, "30-44": 0.2022, "45-59": 0.2122, "60+": 0.2056}
    assert audit.shares["rate"].to_dict() == pytest.approx(expected, abs=5e-5)
    assert audit.results["ratio"] == pytest.approx(0.8496, abs=5e-5)
    assert audit.results["passes"] == 1


@pytest.mark.integration
def test_the_lesson_s_list_has_its_numbers():
    """Computed independently: BG/NBD and Gamma-Gamma, margin 39.2 %, 10 % a year, all the way."""
    from clvwidgets import TransactionLog
    from clvwidgets.models import BGNBD, CustomerValue, GammaGamma

    log = TransactionLog(load_dataset("shop_orders"), "customer_id", "date", "amount")
    base = log.customers(period="W")
    model = CustomerValue(BGNBD(period="W"), GammaGamma()).fit(base)
    people = shop().set_index("customer_id")
    people["value"] = model.predict(base, discount=0.10, margin=0.392)["value"]
    audit = FairnessAudit(people, groups=["region"], came="residual_value")
    told = audit.results
    found = [told[name] for name in ("ratio", "ratio_low", "ratio_high")]
    assert found == pytest.approx([0.775, 0.715, 0.840], abs=1e-3)
    assert audit.shares["found"]["city"] == pytest.approx(0.590, abs=1e-3)
    assert audit.shares["right"]["country"] == pytest.approx(0.536, abs=1e-3)
    audit.rule = "same_share"
    assert audit.results["exchanged"] == 135
    assert audit.results["cost"] == pytest.approx(0.0041, abs=1e-4)


def test_equal_shares_are_equal_and_have_their_price(audit):
    assert audit.results["cost"] == audit.results["exchanged"] == 0
    audit.rule = "same_share"
    assert audit.results["ratio"] == pytest.approx(1, abs=0.002)
    assert 0 < audit.results["cost"] < 0.01
    audit.rule = "same_chance"
    assert np.ptp(audit.shares["found"]) < 0.01


def test_nothing_that_is_sent_tells_of_a_customer_or_a_small_group():
    people = shop()
    people["region"] = people["region"].astype(str)
    people.loc[:6, "region"] = "castle"
    audit = FairnessAudit(people, value="residual_value", groups=["region"], min_group=10)
    stored = json.dumps(audit._stored())
    assert "castle" not in stored
    assert "customer_id" not in stored
    assert audit.results["hidden"] == 2  # else the small one could be had by taking off
    assert len(audit.datasets["fairness_groups"]) == 10 * 2 * 2


def test_the_browser_looks_up_what_python_says(audit):
    names = [output["name"] for output in audit.declaration["outputs"]]
    for attribute in ("region", "channel"):
        for rule in ("best", "same_share", "same_chance"):
            for share in (0.05, 0.2, 0.23, 0.5):
                audit.set(attribute=attribute, rule=rule, share=share)
                fields = [{"name": name, "value": value} for name, value in audit.values.items()]
                asked = [
                    {"name": output["name"], "expr": output["expr"]}
                    for output in audit.declaration["outputs"]
                ]
                assert evaluate([*fields, *asked], names) == pytest.approx(audit.results)


def test_what_is_pinned_stays_beside_what_is_now(audit):
    audit.pin("the best")
    audit.rule = "same_share"
    frame = audit.to_frame().set_index(["scenario", "name"])["value"]
    assert frame["the best", "ratio"] < frame["now", "ratio"]
    assert audit._stored()["pinned"][0]["results"]["exchanged"] == 0
    audit.undo()
    assert audit.rule == "best"


def test_the_code_it_writes_counts_the_same(capsys):
    table = shop()
    for rule in ("best", "same_share"):
        audit = FairnessAudit(table, value="residual_value", groups=["channel"], rule=rule)
        exec(audit.to_python(), {"table": table})
        assert f"{audit.results['ratio']:.2f}"[:4] in capsys.readouterr().out


def test_every_preset_is_drawn(audit):
    for preset in audit.declaration["presets"]:
        audit.set(**preset["values"])
        assert panel_json.first_chart(audit._stored()) is not None
        assert audit.to_png()[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("table", "given", "message"),
    [
        (
            pd.DataFrame({"value": [1, 2], "g": ["a", "b"]}),
            {"groups": ["g"]},
            "No two groups have 10",
        ),
        (pd.DataFrame({"value": range(30), "g": "a"}), {"groups": ["g"]}, "two groups"),
        (pd.DataFrame({"value": range(30), "g": range(30)}), {"groups": ["g"]}, "30 different"),
        (pd.DataFrame({"value": range(30), "g": "a"}), {"groups": []}, "groups is empty"),
        (pd.DataFrame({"v": range(30), "g": "a"}), {"groups": ["g"]}, "no column 'value'"),
    ],
)
def test_bad_input_says_the_way_out(table, given, message):
    with pytest.raises(ValueError, match=message):
        FairnessAudit(table, **given)
