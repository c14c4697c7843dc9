"""What a person gets wrong on an object of ours is answered in their words, not a library's."""

from __future__ import annotations

import inspect
import re
import warnings

import numpy as np
import pandas as pd
import pytest

from clvwidgets import (
    CohortExplorer,
    CustomerCard,
    KPIDashboard,
    Panel,
    ProfileExplorer,
    RFMExplorer,
    SimpleCLV,
    doors,
)
from clvwidgets.data import TransactionLog, write_csv
from clvwidgets.data.customer_table import as_flags, read_customers, require_numbers
from clvwidgets.models import BGNBD, Transitions
from clvwidgets.segments.expected_value import value_of_each
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.explorers.explorer import Explorer
from clvwidgets.widgets.panel.fields import rate

from ..panels import EXPLORERS, PANELS
from ..sentences import leak

BASES = [Panel, Explorer, Calculator]


@pytest.fixture(scope="module")
def orders():
    rng = np.random.default_rng(3)
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 300, 80), unit="D")
    customer = rng.integers(1, 20, 80)
    land = np.where(customer % 2, "north", "south")
    orders = pd.DataFrame({"customer": customer, "date": days, "land": land})
    return orders.assign(amount=rng.integers(5, 50, 80) / 2)


@pytest.fixture(scope="module")
def cohorts(orders):
    return CohortExplorer(orders)


@pytest.mark.parametrize("base", BASES, ids=lambda base: base.__name__)
def test_a_base_names_every_kind_of_it_that_can_be_made(base, orders):
    with pytest.raises(TypeError, match=f"^{base.__name__} ") as refused:
        base(*([orders] if base is Explorer else []))
    named = set(re.findall(r"\w+", str(refused.value)))
    assert named & set(PANELS) == {name for name, kind in PANELS.items() if issubclass(kind, base)}
    assert not leak(refused.value)


def test_a_panel_of_ones_own_needs_its_field_alone():
    class Loyalty(Panel):
        stay = rate("Retention", 0.8, high=1, help="Of 100 customers, how many stay.")

    assert Loyalty().stay == 0.8


def test_an_explorer_of_ones_own_hears_which_hooks_are_empty(orders):
    class Half(RFMExplorer):
        pass

    class Empty(Explorer):
        def measured(self, log):
            return log.customers()

    assert len(Half(orders).customers)
    with pytest.raises(TypeError, match=r"grouped.*views") as refused:
        Empty(orders)
    assert "measured" not in str(refused.value)


def _writers(cohorts, log):
    cohorts.selection = {"keys": ["2023-01"]}
    model = BGNBD.from_params(r=0.5, alpha=4, a=0.8, b=2.5)
    yield cohorts.to_csv
    yield SimpleCLV().to_html
    yield SimpleCLV().to_png
    yield lambda path: write_csv(log.customers(), path)
    yield model.save
    yield BGNBD.load


@pytest.mark.parametrize("place", ["gone/file", "folder", "nul\0l"])
def test_a_file_that_cannot_be_is_told_with_its_path_and_the_way_out(
    cohorts, orders, tmp_path, place
):
    (tmp_path / "folder").mkdir()
    path = tmp_path / place
    for write in _writers(cohorts, TransactionLog(orders)):
        with pytest.raises((OSError, ValueError)) as refused:
            write(path)
        assert not leak(refused.value)
        assert str(path).replace("\0", "\\x00") in str(refused.value)
        assert "Errno" not in str(refused.value)
        assert "Name another place." in str(refused.value)


@pytest.mark.parametrize(
    ("call", "python"),
    [
        (lambda: SimpleCLV().update_data(3), r"update_data\(\) missing .*'rows'"),
        (lambda: SimpleCLV().pin(nom="x"), r"pin\(\) got an unexpected keyword argument 'nom'"),
        (lambda: TransactionLog(), r"__init__\(\) missing .*'table'"),
    ],
)
def test_arguments_that_do_not_fit_name_the_method_as_python_does(call, python):
    with pytest.raises(TypeError, match=python):
        call()


def test_no_explorer_measures_what_is_no_log(orders):
    log = TransactionLog(orders, attributes=["land"])
    for kind in EXPLORERS.values():
        explorer = kind(log)
        first = next(iter(inspect.signature(explorer.measured).parameters))
        with pytest.raises(TypeError, match=f"^{first} must be a TransactionLog"):
            explorer.measured("nope")


def test_arrow_tables_come_out_without_a_warning(orders):
    pyarrow = pytest.importorskip("pyarrow")
    log = TransactionLog(pyarrow.Table.from_pandas(orders), attributes=["land"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for kind in (*EXPLORERS.values(), CustomerCard):
            explorer = kind(log)
            explorer.selection = {"keys": list(explorer.groups.keys)}
            assert len(explorer.selected)


@pytest.mark.parametrize(
    "call",
    [
        lambda log: log.kpis(spend=pd.Series([1, 2], index=[1, 2])),
        lambda log: log.kpis(spend={1: 2}),
        lambda log: KPIDashboard(log, programme={"date": [1], "gain": [1.0], "cost": [1.0]}),
    ],
)
@pytest.mark.filterwarnings("error")
def test_numbers_in_place_of_days_are_refused_alone(orders, call):
    log = TransactionLog(orders)
    with pytest.raises(ValueError, match=r"2024-01-31', got 1\."):
        call(log)


def test_a_year_may_be_a_number(orders):
    spent = TransactionLog(orders).kpis("Y", spend={2023: 70.0})["spend"]
    assert spent.tolist() == [70.0]


def test_spend_names_all_that_it_may_be(orders):
    with pytest.raises(TypeError, match=r"dict.*Series.*DataFrame.*got 3"):
        TransactionLog(orders).kpis(spend=3)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.int64(48), "48"),
        (np.False_, "False"),
        (np.float64(0.5), "0.5"),
        (np.str_("Ann"), "'Ann'"),
        (np.datetime64("2024-01-31"), "'2024-01-31'"),
        (pd.Timestamp("2024-01-31"), "'2024-01-31 00:00:00'"),
        ("Ann", "'Ann'"),
        (None, "None"),
    ],
)
def test_values_are_written_as_a_person_would(value, said):
    assert doors.written(value) == said


@pytest.mark.parametrize("value", [np.int64(48), np.float64(0.5), np.False_, np.str_("Ann")])
def test_what_was_given_is_shown_without_the_clothes_of_numpy(value):
    assert doors.shown(value).removesuffix(" (int64)") == repr(value.item())


@pytest.mark.parametrize(
    "call",
    [
        lambda orders: CustomerCard(orders).select("nope"),
        lambda orders: ProfileExplorer(orders, attributes=["land"], value={"nope": 3}),
        lambda orders: ProfileExplorer(orders, churned="land"),
        lambda _: value_of_each(pd.Series([1.0, 2.0], index=[7, 7]), pd.Index([7])),
        lambda _: read_customers(pd.DataFrame({"customer": [7, 7], "x": 1}), None, ["x"], []),
        lambda _: as_flags(pd.Series([48, 49], name="gone")),
        lambda _: Transitions(pd.DataFrame([[1, 1], [0, 0]], [7, 8], [7, 8])),
        lambda _: require_numbers(pd.Series([True, False], name="worth")),
    ],
)
def test_no_message_spells_a_value_as_numpy_does(orders, call):
    with pytest.raises(ValueError, match=r"\.") as refused:
        call(orders)
    assert not re.search(r"\bnp\.|Timestamp\(", str(refused.value))


def test_what_the_chart_offers_can_be_chosen_by_name_one_or_many(cohorts, orders):
    cohorts.select("2023-01")
    assert cohorts.selection == {"keys": ["2023-01"]}
    cohorts.select(["2023-01", "2023-02"], "2023-03")
    assert cohorts.selection == {"keys": ["2023-01", "2023-02", "2023-03"]}
    with pytest.raises(ValueError, match=r"no group 'nope'.*2023-01, 2023-02"):
        cohorts.select("nope")
    segments = RFMExplorer(orders)
    segments.select(["Champions", "Loyal"])
    chosen = segments.selection
    segments.select("Champions", "Loyal")
    assert segments.selection == chosen
    with pytest.raises(ValueError, match=r"The groups are: Champions, Loyal"):
        segments.select(["Champion"])


def test_a_card_takes_the_one_name_of_a_list(orders):
    card = CustomerCard(orders)
    card.select(["3"])
    assert card.label == 3
    with pytest.raises(ValueError, match="got 2 names"):
        card.select(["3", "4"])
