"""Who sent whom, and six emails after the records: opened, clicked, followed by an order."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._random import Floats, Ints, numbers_from_one
from clvwidgets.data.simulate._settings import CHANNELS, DAYS, Settings, dates
from clvwidgets.data.simulate.experiments import TREATMENTS, Prospects
from clvwidgets.data.simulate.shop import SPEND, Orders, Shoppers

CAMPAIGNS = 6
HELD_OUT = 0.2
HOURS = (8, 13, 19)
OPEN_BY_HOUR = (0.24, 0.18, 0.27)
PERSONAL_OPENS = 1.4
"""A subject with the name of the favourite coffee is opened 40 percent more often."""

CLICK = 0.15
LIFT_OF_OPEN = 0.30
LIFT_OF_OPEN_WHEN_DUE = 1.50
"""What an opened email adds to the rate of purchase for a week, relative; due or not."""

_ADVOCATES, _FROM_ADVOCATES = 0.10, 0.6


def referrals(settings: Settings, people: Shoppers) -> tuple[pd.DataFrame, Ints]:
    """Say which customer brought each customer of the referral channel.

    Parameters
    ----------
    settings : Settings
    people : Shoppers

    Returns
    -------
    tuple of pandas.DataFrame, array of int
        referrer_id, customer_id and date; 1 for customers who like to recommend.
    """
    rng = settings.rng("marketing_referrals")
    day = people.acquired.day
    advocate = (rng.random(len(day)) < _ADVOCATES).astype(np.int64)
    came = np.flatnonzero(people.acquired.channel == CHANNELS.index("referral"))
    before = np.searchsorted(day, day[came])
    known = before > 0
    came, before = came[known], before[known]
    anyone = np.floor(rng.random(len(came)) * before).astype(np.int64)
    fans = np.flatnonzero(advocate)
    fans_before = np.searchsorted(fans, before)
    by_fan = (rng.random(len(came)) < _FROM_ADVOCATES) & (fans_before > 0)
    place = np.floor(rng.random(len(came)) * fans_before).astype(np.int64)
    referrer = np.where(by_fan, np.append(fans, 0)[place], anyone)
    table = pd.DataFrame(
        {"referrer_id": referrer + 1, "customer_id": came + 1, "date": dates(day[came])}
    )
    return table, advocate


def emails(
    settings: Settings, people: Shoppers, who: Prospects, group: Ints, made: Orders
) -> pd.DataFrame:
    """Send six emails, two weeks apart, to consenting customers who are in no experiment.

    One in five is held out of each campaign at random; subject and hour are random too. An
    order within a week after the campaign counts whoever caused it.
    """
    rng = settings.rng("marketing_emails")
    pool = np.flatnonzero((group == len(TREATMENTS)) & (people.consent == 1))
    customer = np.tile(pool, CAMPAIGNS)
    campaign = np.repeat(np.arange(CAMPAIGNS), len(pool))
    n = len(customer)
    sent = rng.random(n) >= HELD_OUT
    personal, hour = rng.random(n) < 0.5, rng.integers(0, len(HOURS), n)
    due = _due(people, made)[customer]
    chance = np.asarray(OPEN_BY_HOUR)[hour] * np.where(personal, PERSONAL_OPENS, 1.0)
    opened = sent & (rng.random(n) < chance)
    clicked = opened & (rng.random(n) < CLICK)
    lift = np.where(due, LIFT_OF_OPEN_WHEN_DUE, LIFT_OF_OPEN)
    ordered = rng.random(n) < _order_chance(who, customer, np.where(opened, lift, 0.0))
    spent = people.spend[customer] * rng.gamma(SPEND[0], 1.0 / SPEND[0], n)
    return pd.DataFrame(
        {
            "email_id": numbers_from_one(n),
            "campaign": campaign + 1,
            "customer_id": customer + 1,
            "date": dates(DAYS + 3 + 14 * campaign),
            "sent": sent,
            "subject": np.where(personal, "personal", "plain"),
            "hour": np.asarray(HOURS)[hour],
            "opened": opened,
            "clicked": clicked,
            "ordered": ordered,
            "revenue": np.where(ordered, np.round(spent, 2), 0.0),
        }
    )


def _due(people: Shoppers, made: Orders) -> Ints:
    """1 for customers whose last order is between 0.7 and 2 of their usual intervals ago."""
    last = np.zeros(len(people.rate), dtype=np.int64)
    np.maximum.at(last, made.customer, made.day)
    intervals = (DAYS - last) * people.rate / 7.0
    return ((intervals > 0.7) & (intervals < 2.0)).astype(np.int64)


def _order_chance(who: Prospects, customer: Ints, lift: Floats) -> Floats:
    """Chance of an order within a week; nobody leaves within the quarter here."""
    return np.asarray(-who.alive[customer] * np.expm1(-who.rate[customer] * (1.0 + lift)))
