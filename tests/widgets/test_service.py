"""Channels and queues: the lesson's numbers, guards in sight, and what must not happen."""

from __future__ import annotations

import math

import pytest

from clvwidgets import ServiceSimulator, load_dataset
from clvwidgets.strategies import erlang_c


def test_one_person_fewer_makes_callers_wait_twelve_times_as_long():
    panel = ServiceSimulator(channel="phone", contacts_per_hour=28, minutes=6, people=4)
    assert panel.wait == pytest.approx(2.14, abs=0.01)
    panel.people = 3
    assert panel.wait == pytest.approx(26.3, abs=0.05)
    panel.contacts_per_hour = 30
    assert panel.wait == math.inf
    assert (panel.in_time, panel.waits) == (0, 1)
    assert "Mean wait, minutes: grows without end" in str(panel)


def test_five_people_are_needed_for_less_than_a_minute():
    waits = [ServiceSimulator(contacts_per_hour=28, people=k).wait for k in (3, 4, 5, 6)]
    assert [wait < 1 for wait in waits] == [False, False, True, True]


def test_all_calls_moved_to_the_portal_save_what_the_tickets_cost():
    """885 calls of 2024; 6,195 a year if nobody calls afterwards, 3,983 if one in three does."""
    tickets = load_dataset("subscription_tickets")
    calls = tickets[(tickets["opened"] >= "2024") & (tickets["channel"] == "phone")]
    panel = ServiceSimulator(
        **ServiceSimulator.presets["Subscription: calls of 2024 to the portal"]
    )
    assert 12 * panel.contacts_per_hour * panel.hours == pytest.approx(len(calls), rel=1e-3)
    cost = tickets.groupby("channel", observed=True)["cost"].mean()
    assert (panel.phone_cost, panel.cost) == (cost["phone"], cost["portal"])
    assert 12 * panel.saving == pytest.approx(3983, rel=1e-3)
    panel.solved = 1
    assert 12 * panel.saving == pytest.approx(6195, rel=1e-3)
    assert (
        ServiceSimulator.presets["Subscription: calls of 2024 to the chat"]["cost"] == cost["chat"]
    )


def test_three_people_who_chat_are_nine_places_and_six_people():
    panel = ServiceSimulator(channel="chat", contacts_per_hour=50, minutes=6, people=3)
    places = erlang_c(50, 9, 9, 20)
    assert panel.wait == pytest.approx(places["mean_wait_seconds"] / 60)
    panel.contacts_per_hour = 61
    assert panel.wait == math.inf


def test_who_is_not_helped_in_self_service_waits_at_the_phone():
    portal = ServiceSimulator(channel="portal", contacts_per_hour=60, solved=0.6, people=3)
    phone = ServiceSimulator(channel="phone", contacts_per_hour=24, people=3)
    assert portal.wait == pytest.approx(phone.wait)
    assert portal.returned == pytest.approx(24 * portal.hours)
    portal.solved = 1
    assert portal.wait == 0


def test_mails_that_nobody_answers_pile_up():
    panel = ServiceSimulator(channel="email", contacts_per_hour=10, minutes=12, people=1)
    # 80 come in a day of 8 hours, 40 are answered.
    assert panel.pile == pytest.approx(20 * 40)
    panel.people = 3
    assert panel.pile == 0


@pytest.mark.parametrize("channel", ["phone", "chat", "email", "social", "portal"])
def test_the_chart_says_what_speaks_for_and_against_a_channel(channel):
    title = ServiceSimulator().declaration["views"][0]["spec"]["title"]["text"]["expr"]
    listed = title[title.index("indexof([") :]
    assert f'"{channel}"' in listed
    assert title.count(" but ") == 5


def test_more_people_than_the_queue_has_places_for_are_refused():
    with pytest.raises(ValueError, match="people must be a number between 1 and 12"):
        ServiceSimulator(people=13)
