"""What subscribers did and said: deliveries and visits, tickets, scores and reviews."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.data.simulate._random import Floats, Ints, numbers_from_one, pick, pick_each
from clvwidgets.data.simulate._settings import END, Settings, dates
from clvwidgets.data.simulate.subscription import DEPOTS, LATE_SHARE, Subscribers, month_dates

_TOPICS = ("delivery", "taste", "billing", "machine")
_CHANNELS = ("phone", "email", "chat", "social", "portal")
COST_OF_TICKET = (7.5, 4.0, 3.0, 3.5, 0.5)
_HOURS_BY_CHANNEL = np.log(np.array([2.0, 20.0, 3.0, 8.0, 5.0]))
_SLOWER = np.log(4.0)
_OPENINGS = (
    ("Very glad I ordered.", "Each box is a small feast.", "Two years and still happy."),
    ("It does what it should.", "Mostly fine.", "Decent for the price."),
    ("Not what I hoped for.", "I expected more.", "This wears me out."),
)
_BY_TOPIC = {
    "taste": (
        ("The beans taste fresh and full.", "The organic roast is my favourite."),
        ("The taste is all right.", "Some roasts are better than others."),
        ("The beans taste flat.", "The roast is too bitter for me."),
    ),
    "delivery": (
        ("The box comes on the day.", "Delivery is quick."),
        ("The box comes a day late now and then.", "Delivery could be quicker."),
        ("The box was late again.", "Two boxes late in a row, and no word from them."),
    ),
    "support": (
        ("My question was answered within hours.", "The helpers know their coffee."),
        ("The answer took a while.", "I had to ask twice."),
        ("Nobody answers my mails.", "A week for one reply."),
    ),
    "price": (
        ("Worth every euro.", "A fair price for good coffee."),
        ("The price is at the limit.", "Not cheap."),
        ("Too dear for what it is.", "The supermarket asks half."),
    ),
}


@dataclass(frozen=True)
class Usage:
    """Months of contracts: one entry a paid month in each array."""

    contract: Ints
    month: Ints
    late: Ints
    skipped: Ints
    app_visits: Ints

    def table(self) -> pd.DataFrame:
        """One row a paid month; the first month of a contract has number 1."""
        return pd.DataFrame(
            {
                "contract_id": self.contract + 1,
                "month": self.month + 1,
                "late": self.late,
                "skipped": self.skipped,
                "app_visits": self.app_visits,
            }
        )


def usage(settings: Settings, people: Subscribers) -> Usage:
    """Draw deliveries and visits; visits fall in the last two months of those who leave."""
    rng = settings.rng("subscription_usage")
    contract = np.repeat(np.arange(len(people.months)), places(people.months))
    first = np.cumsum(people.months) - people.months
    month = np.arange(len(contract)) - first[contract]
    late = rng.random(len(contract)) < np.asarray(LATE_SHARE)[people.depot[contract]]
    skipped = rng.random(len(contract)) < 1 / (1 + np.exp(2.8 + 0.4 * people.engaged[contract]))
    leaving = (people.active[contract] == 0) & (month >= people.months[contract] - 2)
    pace = np.exp(0.9 + 0.5 * people.engaged[contract]) * np.where(leaving, 0.45, 1.0)
    visits = np.minimum(rng.poisson(pace), 30)
    return Usage(contract, month, late.astype(np.int64), skipped.astype(np.int64), visits)


def tickets(settings: Settings, people: Subscribers, used: Usage) -> pd.DataFrame:
    """Draw support tickets: they follow late boxes, and the office plan asks more."""
    rng = settings.rng("subscription_tickets")
    chance = 0.035 + 0.25 * used.late + 0.03 * (people.first_plan[used.contract] == 2)
    row = np.flatnonzero(rng.random(len(chance)) < chance)
    contract, month, late = used.contract[row], used.month[row], used.late[row]
    weights = np.tile([0.3, 2.0, 1.5, 1.2], (len(row), 1))
    weights[:, 0] += 8.0 * late
    weights[:, 2] += 1.5 * people.by_card[contract]
    channel = pick(rng, [0.25, 0.30, 0.20, 0.08, 0.17], len(row))
    slow = people.slow_team[contract]
    hours = np.exp(
        _HOURS_BY_CHANNEL[channel] + _SLOWER * slow + 0.6 * rng.standard_normal(len(row))
    )
    mood = 4.3 - 0.35 * np.log1p(hours / 4) - 0.5 * late + 0.8 * rng.standard_normal(len(row))
    opened = month_dates(dates(people.acquired.day[contract]), month)
    opened = opened + pd.to_timedelta(rng.integers(0, 28, len(row)), unit="D")
    table = pd.DataFrame(
        {
            "contract_id": contract + 1,
            "opened": opened,
            "topic": np.asarray(_TOPICS)[pick_each(rng, weights)],
            "channel": np.asarray(_CHANNELS)[channel],
            "hours_to_resolve": np.round(hours, 1),
            "cost": np.asarray(COST_OF_TICKET)[channel],
            "rating": np.clip(np.round(mood), 1, 5).astype(np.int64),
        }
    )
    return _numbered(table, "ticket_id", "opened")


def satisfaction(people: Subscribers) -> Floats:
    """How content a subscriber is, before noise: lowered by causes of leaving, and by them only."""
    east = people.depot == DEPOTS.index("east")
    felt = 0.5 * people.engaged - 0.9 * east - 0.5 * people.slow_team + 0.3 * people.guide
    return np.asarray(felt)


def asked(settings: Settings, people: Subscribers) -> pd.DataFrame:
    """Ask each subscriber after the third month and every half year; the moderate keep silent.

    Parameters
    ----------
    settings : Settings
    people : Subscribers

    Returns
    -------
    pandas.DataFrame
        contract_id, date, score, and answered: whether anybody but the simulation knows it.
    """
    rng = settings.rng("subscription_nps")
    there = (np.arange(6) * 6 + 3) < people.months[:, None]
    contract, wave = np.nonzero(there)
    felt = satisfaction(people)[contract] + 0.7 * rng.standard_normal(len(contract))
    answers = rng.random(len(contract)) < 1 / (1 + np.exp(1.3 - 0.9 * np.abs(felt)))
    table = pd.DataFrame(
        {
            "contract_id": contract + 1,
            "date": month_dates(dates(people.acquired.day[contract]), 6 * wave + 3),
            "score": np.clip(np.round(7.6 + 1.7 * felt), 0, 10).astype(np.int64),
            "answered": answers,
        }
    )
    return table.sort_values(["date", "contract_id"], ignore_index=True)


def nps(settings: Settings, people: Subscribers) -> pd.DataFrame:
    """Write down the scores of those who answered."""
    told = asked(settings, people)
    return told[told["answered"]].drop(columns="answered").reset_index(drop=True)


def reviews(settings: Settings, people: Subscribers) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write reviews from templates; one in three subscribers of four months or more writes one.

    Parameters
    ----------
    settings : Settings
    people : Subscribers

    Returns
    -------
    tuple of two pandas.DataFrame
        Reviews; review_id and topic.
    """
    rng = settings.rng("subscription_reviews")
    contract = np.flatnonzero((people.months >= 4) & (rng.random(len(people.months)) < 0.33))
    felt = satisfaction(people)[contract] + 0.8 * rng.standard_normal(len(contract))
    rating = np.clip(np.round(3.7 + 1.1 * felt), 1, 5).astype(np.int64)
    topics = tuple(_BY_TOPIC)
    weights = np.tile([2.0, 1.0, 0.7, 1.2], (len(contract), 1))
    weights[:, 1] += 3.0 * (people.depot[contract] == DEPOTS.index("east"))
    weights[:, 2] += 1.5 * people.slow_team[contract]
    topic = pick_each(rng, weights)
    tone = np.where(rating >= 4, 0, np.where(rating == 3, 1, 2))
    opening, detail = rng.integers(0, 3, len(contract)), rng.integers(0, 2, len(contract))
    text = [
        f"{_OPENINGS[t][o]} {_BY_TOPIC[topics[about]][t][d]}"
        for t, o, about, d in zip(tone, opening, topic, detail, strict=True)
    ]
    when = month_dates(dates(people.acquired.day[contract]), np.full(len(contract), 3))
    table = pd.DataFrame(
        {
            "contract_id": contract + 1,
            "date": when + pd.to_timedelta(rng.integers(0, 28, len(contract)), unit="D"),
            "rating": rating,
            "text": text,
            "topic": np.asarray(topics)[topic],
        }
    )
    table = _numbered(table, "review_id", "date")
    return table.drop(columns="topic"), table[["review_id", "topic"]]


def _numbered(table: pd.DataFrame, name: str, date: str) -> pd.DataFrame:
    """Keep what the records know of, sort by date and number the rows."""
    table = table[table[date] <= END]
    table = table.sort_values([date, "contract_id"], kind="stable", ignore_index=True)
    table.insert(0, name, numbers_from_one(len(table)))
    return table
