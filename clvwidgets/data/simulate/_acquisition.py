"""Where customers come from: spend by channel and week, with a response that saturates."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.data.simulate._random import Floats, Ints
from clvwidgets.data.simulate._settings import CHANNELS, DAYS, Settings, dates, season

WEEKS = -(-DAYS // 7)
REFERRAL_REWARD = 5.0
_STEPS = np.array([0.0, 0.5, 1.0, 1.5, 2.0])


@dataclass(frozen=True)
class Response:
    """How a channel answers to money: ``most * (1 - exp(-spend / reach))`` new customers a week.

    Parameters
    ----------
    usual : float
        Spend in an ordinary week, in euros.
    most : float
        New customers a week that the channel cannot exceed.
    reach : float
        Spend at which 63 percent of these come.
    """

    usual: float
    most: float
    reach: float

    def customers(self, spend: Floats) -> Floats:
        """Compute the expected new customers of a week."""
        if not self.reach:
            return np.full(len(spend), self.most)
        return np.asarray(-self.most * np.expm1(-spend / self.reach))


RESPONSES = MappingProxyType(
    {
        "shop": MappingProxyType(
            {
                "content": Response(250.0, 40.0, 500.0),
                "social": Response(450.0, 45.0, 500.0),
                "paid": Response(1600.0, 65.0, 900.0),
                "partners": Response(350.0, 25.0, 400.0),
                "referral": Response(0.0, 12.0, 0.0),
                "direct": Response(0.0, 20.0, 0.0),
            }
        ),
        "subscription": MappingProxyType(
            {
                "content": Response(1500.0, 20.0, 1500.0),
                "social": Response(1400.0, 18.0, 1500.0),
                "paid": Response(3500.0, 34.0, 3500.0),
                "partners": Response(1100.0, 14.0, 1200.0),
                "referral": Response(0.0, 6.0, 0.0),
                "direct": Response(0.0, 8.0, 0.0),
            }
        ),
    }
)


@dataclass(frozen=True)
class Acquired:
    """New customers of a line in the order in which they came.

    Attributes
    ----------
    day : array of int
        Day on which each came.
    channel : array of int
        Position of the channel in `CHANNELS`.
    weekly : pandas.DataFrame
        Table of spend and new customers by week and channel.
    factor : float
        By what the responses of this line are multiplied to reach its number of customers.
    """

    day: Ints
    channel: Ints
    weekly: pd.DataFrame
    factor: float


def acquire(settings: Settings, line: str, customers: int) -> Acquired:
    """Draw spend and new customers of a line of business.

    Each week each channel gets none, half, once, one and a half or twice its usual spend, at
    random, so the response can be read off the table.
    """
    rng = settings.rng(f"marketing_weekly {line}")
    length = np.full(WEEKS, 7.0)
    length[-1] = DAYS - 7 * (WEEKS - 1)
    spend, expected = np.zeros((WEEKS, len(CHANNELS))), np.zeros((WEEKS, len(CHANNELS)))
    mood = season(7.0 * np.arange(WEEKS) + 3.5, settings.seasonality)
    for column, channel in enumerate(CHANNELS):
        response = RESPONSES[line][channel]
        money = response.usual * _STEPS[rng.integers(0, len(_STEPS), WEEKS)]
        spend[:, column] = money * length / 7.0
        expected[:, column] = response.customers(money) * mood * length / 7.0
    # Friends tell friends: with hardly any customers at first, there are hardly any referrals.
    ramp = np.arange(WEEKS) / WEEKS
    expected[:, CHANNELS.index("referral")] *= 2.0 * ramp
    counts = rng.multinomial(customers, expected.ravel() / expected.sum()).reshape(spend.shape)
    week, channel_of = (
        np.repeat(i.ravel(), places(counts.ravel())) for i in np.indices(counts.shape)
    )
    day = 7 * week + np.floor(rng.random(customers) * length[week]).astype(np.int64)
    order = np.argsort(day, kind="stable")
    spend[:, CHANNELS.index("referral")] = (
        REFERRAL_REWARD * counts[:, CHANNELS.index("referral")] / settings.scale
    )
    factor = customers / expected.sum()
    return Acquired(
        day[order].astype(np.int64),
        channel_of[order].astype(np.int64),
        _weekly(line, spend * settings.scale, counts),
        float(factor),
    )


def _weekly(line: str, spend: Floats, counts: Ints) -> pd.DataFrame:
    weeks, channels = (i.ravel() for i in np.indices(counts.shape))
    return pd.DataFrame(
        {
            "week": dates(7 * weeks),
            "line": line,
            "channel": np.asarray(CHANNELS)[channels],
            "spend": np.round(spend.ravel(), 2),
            "new_customers": counts.ravel(),
        }
    )
