"""Renewals are counted by the calendar, and curves over them are true."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from clvwidgets.data import (
    left_at_renewal,
    load_dataset,
    renewal_rates,
    renewals_by_year,
    renewals_faced,
    survivors,
)
from clvwidgets.data.simulate import World
from clvwidgets.models import ShiftedBetaGeometric, kaplan_meier

UNTIL = "2024-12-31"
SPEC = ("start", "end", UNTIL)


def contracts(*days):
    return pd.DataFrame(days, columns=["start", "end"])


@pytest.mark.parametrize(("by", "months"), [("M", 1), ("Q", 3), ("Y", 12)])
def test_renewals_fall_on_the_day_of_the_start_or_the_last_of_a_shorter_month(by, months):
    until = pd.Timestamp("2024-04-30")
    starts = pd.date_range("2023-12-27", until)
    step = [pd.DateOffset(months=months * number) for number in range(1, 7)]
    plain = [sum(start + one <= until for one in step) for start in starts]
    running = pd.DataFrame({"start": starts, "end": pd.NaT})
    assert renewals_faced(running, "start", "end", until, by).tolist() == plain
    assert not left_at_renewal(running, "start", "end", until, by).any()
    # Who does not take renewal n ends on its day, or says as the last day the one before.
    for number in range(1, 4):
        ends = starts + step[number - 1]
        for early in (pd.Timedelta(0), pd.Timedelta(days=1)):
            ended = pd.DataFrame({"start": starts, "end": ends - early})
            here = ends <= until
            faced = renewals_faced(ended, "start", "end", until, by)
            assert (faced[here] == number).all()
            assert (left_at_renewal(ended, "start", "end", until, by) == here).all()


def test_weeks_have_seven_days():
    table = contracts(("2024-12-10", None), ("2024-12-11", None), ("2024-12-01", "2024-12-15"))
    assert renewals_faced(table, *SPEC, by="W").tolist() == [3, 2, 2]


def test_what_ends_after_the_records_runs_as_far_as_they_know():
    table = contracts(("2024-10-01", "2025-01-01"), ("2024-10-01", None), ("2024-10-01", UNTIL))
    assert renewals_faced(table, *SPEC).tolist() == [2, 2, 2]
    assert left_at_renewal(table, *SPEC).tolist() == [False, False, False]
    assert survivors(table, *SPEC)["2024-10"].tolist() == [3, 3, 3]


@pytest.fixture(scope="module")
def subscription():
    """Contracts of several worlds, with the chance of leaving that nobody sees."""
    found = []
    for seed in range(5):
        world = World(seed=seed, scale=0.3)
        truth = world.table("truth_subscription")[["contract_id", "leaving_chance"]]
        found.append(world.table("subscription_contracts").merge(truth).assign(seed=seed))
    return pd.concat(found, ignore_index=True)


def curve(table, tenure, level=0.95):
    """Kaplan-Meier's band and the true share left, after 12, 24 and 35 renewals."""
    known = table.assign(faced=renewals_faced(table, *SPEC), left=left_at_renewal(table, *SPEC))
    found = kaplan_meier(known, tenure=tenure, churned="left", level=level)
    found = found.set_index("tenure").loc[[12, 24, 35]]
    stay = 1.0 - table["leaving_chance"].to_numpy()
    return found.assign(truth=[(stay**number).mean() for number in found.index])


def test_kaplan_meier_over_renewals_finds_the_truth_and_over_payments_does_not(subscription):
    faced, paid = curve(subscription, "faced"), curve(subscription, "months_paid")
    assert faced["truth"].between(faced["lower"], faced["upper"]).all()
    assert (paid["lower"] > paid["truth"])[[24, 35]].all()
    for _, world in subscription.groupby("seed"):
        one = curve(world, "faced", level=0.999)
        assert one["truth"].between(one["lower"], one["upper"]).all()


def test_the_packaged_subscription_is_no_lucky_one():
    table = load_dataset("subscription_contracts").merge(load_dataset("truth_subscription"))
    faced, paid = curve(table, "faced"), curve(table, "months_paid")
    assert faced["truth"].between(faced["lower"], faced["upper"]).all()
    assert paid["lower"][35] > paid["truth"][35]
    assert faced["survival"][35] == pytest.approx(0.3236, abs=5e-5)
    assert paid["survival"][35] == pytest.approx(0.357, abs=5e-4)


def test_survivors_are_those_who_took_each_renewal_and_feed_the_model(subscription):
    table = survivors(subscription, *SPEC)
    faced, left = renewals_faced(subscription, *SPEC), left_at_renewal(subscription, *SPEC)
    month = subscription["start"].dt.to_period("M").astype(str)
    for number in (0, 1, 7, 20):
        there = (faced > number) | ((faced == number) & ~left)
        counted = there.groupby(month).sum().reindex(table.columns)
        assert (table.loc[number].dropna() == counted[table.loc[number].notna()]).all()
    assert table.notna().sum().tolist() == list(range(36, 1, -1))
    model = ShiftedBetaGeometric().fit(table)
    assert model.period_ == "M"
    stay = 1.0 - subscription["leaving_chance"].to_numpy()
    assert model.survival(35) == pytest.approx((stay**35).mean(), abs=0.02)


@pytest.mark.parametrize("by", ["W", "M", "Q", "Y"])
def test_a_model_takes_survivors_of_any_period(subscription, by):
    some = subscription[subscription["seed"] == 0]
    model = ShiftedBetaGeometric().fit(survivors(some, *SPEC, by=by))
    assert model.period_ == (None if by == "Q" else by)
    assert 1.0 < model.residual_lifetime(1, 0.001) < 1001.0


def test_a_cohort_is_followed_as_long_as_its_youngest_contract():
    table = contracts(("2024-01-01", "2024-03-01"), ("2024-01-31", None), ("2024-03-05", None))
    found = survivors(table, "start", "end", "2024-03-20")
    assert found.to_dict("list") == {"2024-01": [2, 2]}
    with pytest.raises(ValueError, match="No cohort of contracts has met a renewal by 2024-03-20"):
        survivors(table.tail(1), "start", "end", "2024-03-20")


def test_any_library_and_dates_in_text_are_read_and_the_index_stays():
    table = contracts(("31.01.2024", "29.02.2024"), ("31.01.2024", None))
    table.index = pd.Index(["a", "b"])
    assert renewals_faced(table, *SPEC).to_dict() == {"a": 1, "b": 11}
    native = pl.from_pandas(table)
    for frame in (native, native.lazy()):
        assert renewals_faced(frame, *SPEC).tolist() == [1, 11]
    late = pd.to_datetime(["2024-02-29 23:30-05:00", None])
    start = pd.to_datetime(["2024-01-31 00:30+01:00"] * 2)
    assert renewals_faced(pd.DataFrame({"start": start, "end": late}), *SPEC).tolist() == [1, 11]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (contracts((None, None)), "1 of 1 contracts have no date in 'start'"),
        (contracts(("2025-01-01", None)), r"'start' after until \(2024-12-31\): leave them out"),
        (contracts(("2024-05-01", "2024-04-30")), "'end' before 'start'.*first is 2024-04-30"),
        (contracts(("2024-05-01", "soon")), "'end' must hold dates .* 1 of 1 cannot .* 'soon'"),
        (contracts(), "contracts has no rows"),
        (contracts(("2024-05-01", None)).drop(columns="end"), "no column 'end'.*are: start"),
    ],
)
def test_contracts_that_cannot_be_are_refused_in_a_sentence(table, sentence):
    for count in (renewals_faced, left_at_renewal, survivors):
        with pytest.raises(ValueError, match=sentence):
            count(table, *SPEC)


def test_arguments_of_a_wrong_kind_are_refused_in_a_sentence():
    table = contracts(("2024-05-01", None))
    with pytest.raises(ValueError, match=r"by must be one of 'W'.*got 'D'"):
        renewals_faced(table, *SPEC, by="D")
    with pytest.raises(TypeError, match=r"contracts must be a table.*got int"):
        renewals_faced(5, *SPEC)
    with pytest.raises(ValueError, match="until must be"):
        renewals_faced(table, "start", "end", "some day")
    assert np.isfinite(renewals_faced(table, *SPEC)).all()


def test_renewal_rates_are_what_kaplan_and_meier_estimate():
    table = load_dataset("subscription_contracts")
    rates = renewal_rates(table, *SPEC)
    faced = {
        "renewals": renewals_faced(table, *SPEC),
        "left": left_at_renewal(table, *SPEC),
    }
    curve = kaplan_meier(pd.DataFrame(faced), tenure="renewals", churned="left")
    theirs = curve.set_index("tenure")["survival"].loc[1:]
    assert np.allclose(rates["still_there"].reindex(theirs.index), theirs)
    assert rates["left"].sum() == faced["left"].sum()
    assert rates.loc[1, "met"] == (faced["renewals"] >= 1).sum()


def test_no_renewal_has_no_rates():
    with pytest.raises(ValueError, match="No contract has met a renewal by 2024-12-31"):
        renewal_rates(contracts(("2024-12-30", None)), *SPEC)


def test_renewals_by_year_add_up_to_those_of_each_age():
    table = load_dataset("subscription_contracts")
    for by in ("M", "W", "Q", "Y"):
        years = renewals_by_year(table, *SPEC, by)
        rates = renewal_rates(table, *SPEC, by)
        assert years["met"].groupby("age").sum().tolist() == rates["met"].tolist()
        assert years["left"].groupby("age").sum().tolist() == rates["left"].tolist()


def test_a_renewal_belongs_to_the_year_of_its_day():
    day = pd.DataFrame({"start": ["2023-11-30"], "end": ["2024-02-29"]})
    months = renewals_by_year(day, *SPEC)
    assert months["met"].to_dict() == {(2023, 1): 1, (2024, 2): 1, (2024, 3): 1}
    assert months["left"].tolist() == [0, 0, 1]
    weeks = renewals_by_year(day, *SPEC, by="W")
    assert weeks["met"].groupby("year").sum().to_dict() == {2023: 4, 2024: 9}
