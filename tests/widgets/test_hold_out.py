"""Hold-outs: the attribution trap, reminders of carts, and what is not shown is not claimed."""

from __future__ import annotations

import math

import pytest

from clvwidgets import HoldOutSimulator, load_dataset

from .measured import difference, share, stands_beside


def test_openers_are_credited_with_seven_times_what_the_newsletter_caused():
    mails = load_dataset("marketing_emails")
    sent, held = mails[mails["sent"]], mails[~mails["sent"]]
    panel = HoldOutSimulator(**HoldOutSimulator.presets["Shop: newsletters of 2025"])
    assert (panel.written_to, panel.held_out) == (len(sent), len(held))
    assert panel.opened == pytest.approx(sent["opened"].mean(), abs=5e-5)
    assert panel.ordered == pytest.approx(sent["ordered"].mean(), abs=5e-6)
    assert panel.ordered_held_out == pytest.approx(held["ordered"].mean(), abs=5e-6)
    by_opening = sent.loc[sent["opened"], "ordered"].mean()
    assert panel.ordered_opened == pytest.approx(by_opening, abs=5e-6)
    assert round(panel.credited) == (sent["opened"] & sent["ordered"]).sum() == 197
    caused, reach = (
        len(sent) * x
        for x in difference(sent["ordered"].astype(float), held["ordered"].astype(float))
    )
    assert panel.caused == pytest.approx(caused, abs=0.1)
    assert (panel.low, panel.high) == pytest.approx((caused - reach, caused + reach), abs=0.3)
    # The truth, 80, lies within; so does nothing at all.
    assert panel.low < 0 < 80 < panel.high


def test_what_was_measured_stands_beside_the_slider():
    mails = load_dataset("marketing_emails")
    p, reach = share(mails.loc[~mails["sent"], "ordered"])
    stands_beside(HoldOutSimulator, "ordered_held_out", p, p - reach, p + reach, tolerance=1e-4)


@pytest.mark.parametrize(
    ("preset", "arm"),
    [
        ("Shop: cart mail after an hour", "hour"),
        ("Shop: cart mail after a day", "day"),
        ("Shop: cart mail and 10 % off", "day_discount"),
    ],
)
def test_set_to_the_trial_of_cart_mails_it_lies_within_the_trial_s_intervals(preset, arm):
    trial = load_dataset("experiments_reminder")
    written, none = trial[trial["arm"] == arm], trial[trial["arm"] == "none"]
    panel = HoldOutSimulator(**HoldOutSimulator.presets[preset])
    assert (panel.written_to, panel.held_out) == (len(written), len(none))
    ordered, reach = difference(*(t["ordered_14_days"].astype(float) for t in (written, none)))
    assert panel.caused / panel.written_to == pytest.approx(ordered, abs=5e-5)
    assert (panel.high - panel.low) / 2 / panel.written_to == pytest.approx(reach, rel=1e-3)
    net, reach = difference(written["margin"] - written["cost"], none["margin"])
    assert abs(panel.net / panel.written_to - net) < reach
    assert written["cost"].mean() == pytest.approx(panel.contact_cost)


def test_a_code_in_the_cart_mail_loses_what_the_mail_wins():
    without, code = (
        HoldOutSimulator(**HoldOutSimulator.presets[name])
        for name in ("Shop: cart mail after a day", "Shop: cart mail and 10 % off")
    )
    assert code.caused > without.caused
    assert code.net < 0 < without.net


def test_where_the_effect_may_be_nil_a_further_order_has_no_price_limit():
    panel = HoldOutSimulator()
    assert panel.each_high == math.inf
    assert panel.each_low < panel.each < panel.each_high
    told = {one.name: one.infinite for one in panel.readouts}
    assert told["each_high"] == "no limit"


def test_a_larger_hold_out_is_surer():
    small, large = (HoldOutSimulator(held_out=n) for n in (1000, 15_000))
    assert large.high - large.low < 0.6 * (small.high - small.low)
