"""What came of due dates: against plain dates, by the clock and by chance."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.data.simulate import World
from clvwidgets.segments import due_record

CUT = pd.Timestamp("2024-06-30")


def plain_record(table, cut=CUT, lead=14):
    """Customer by customer, with dates and a loop."""
    cut, kinds = pd.Timestamp(cut), []
    for _, days in table.groupby("customer_id")["date"]:
        day = pd.Series(sorted(set(days)))
        past, later = day[day <= cut], day[day > cut]
        gap = past.diff().dt.days.median()
        if len(past) < 4 or not 75 <= gap <= 105:
            continue
        due = past.iloc[-1] + pd.Timedelta(days=int(np.ceil(gap)))
        if not 0 <= (due - cut).days <= 90:
            continue
        came = later.iloc[0] if len(later) else None
        off = None if came is None else (came - due).days
        kinds.append(
            {
                "before": off is not None and off < -lead,
                "on_time": off is not None and abs(off) <= lead,
                "later": off is not None and off > lead,
                "not_seen": off is None,
                "first_days": came is not None and (came - cut).days <= 2 * lead + 1,
            }
        )
    return len(kinds), pd.DataFrame(kinds).mean()


@pytest.mark.parametrize("lead", [0, 7, 14])
def test_the_record_is_what_a_loop_over_dates_finds(lead):
    table = World(seed=2, scale=0.3).table("shop_refills")
    record = due_record(TransactionLog(table), CUT, lead)
    customers, plain = plain_record(table, lead=lead)
    assert record.attrs["customers"] == customers > 100
    assert record.to_dict() == pytest.approx(plain.to_dict())
    assert record[["before", "on_time", "later", "not_seen"]].sum() == pytest.approx(1)


def test_a_date_helps_with_regular_buyers_and_with_nobody_else():
    refills = due_record(TransactionLog(load_dataset("shop_refills")), CUT)
    # Nearly half come on time, twice as many as in as many days right after the cut.
    assert refills["on_time"] == pytest.approx(0.48, abs=0.05)
    assert refills["on_time"] > 1.7 * refills["first_days"]
    shop = due_record(TransactionLog(load_dataset("shop_orders")), CUT)
    cdnow = due_record(TransactionLog(load_dataset("cdnow")), "1997-12-31")
    for chance in (shop, cdnow):
        assert chance["on_time"] < chance["first_days"]
    assert (shop.attrs["customers"], cdnow.attrs["customers"]) == (213, 271)


def test_the_refills_of_the_packaged_world_are_no_lucky_ones():
    found = [
        due_record(TransactionLog(World(seed=seed, scale=0.3).table("shop_refills")), CUT)
        for seed in range(4)
    ]
    mean = pd.concat(found, axis=1).mean(axis=1)
    packaged = due_record(TransactionLog(load_dataset("shop_refills")), CUT)
    assert packaged["on_time"] == pytest.approx(mean["on_time"], abs=0.06)
    assert packaged["first_days"] == pytest.approx(mean["first_days"], abs=0.06)


def test_a_clock_is_always_on_time():
    days = pd.date_range("2023-01-15", "2024-12-31", freq="90D")
    clock = pd.DataFrame({"customer_id": 1, "date": days, "amount": 9.0})
    end = "2024-12-31"
    record = due_record(TransactionLog(clock, end=end), CUT)
    assert record["on_time"] == 1.0
    gone = due_record(TransactionLog(clock[clock["date"] <= CUT], end=end), CUT)
    assert gone["not_seen"] == 1.0


def test_what_cannot_be_told_is_refused_in_a_sentence():
    log = TransactionLog(load_dataset("shop_refills"))
    for arguments, sentence in [
        ({"cut": "2024-12-01"}, "ends on 2024-12-31.*needs it until 2025-03-15.*earlier cut"),
        ({"cut": CUT, "usual": (1, 2)}, "usual wait of 1 to 2 days was due within 90 days"),
        ({"cut": CUT, "usual": (9, 2)}, "usual must go from few days to more, got 9 to 2"),
        ({"cut": CUT, "usual": 90}, "usual must be two numbers of days"),
        ({"cut": CUT, "lead": -1}, "lead and ahead must be 0 days or more, got -1 and 90"),
        ({"cut": CUT, "least": 1}, "least must be 2 orders or more, got 1"),
        ({"cut": "soon"}, "cut must be a date"),
    ]:
        with pytest.raises(ValueError, match=sentence):
            due_record(log, **arguments)
