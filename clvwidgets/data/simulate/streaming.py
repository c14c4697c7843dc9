"""Coffee courses as films: members who pause, leave and come back, month by month.

A Markov chain: what happens next month depends on this month's state and on the plan only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._random import Floats, Ints, numbers_from_one, pick, pick_each
from clvwidgets.data.simulate._settings import CHANNELS, DISCOUNT_PER_YEAR, START, Settings

MEMBERS = 6000
STATES = ("active", "paused", "gone")
PLANS = ("basic", "premium")
FEES = (6.0, 11.0)
SERVING = (1.5, 2.0)
_MONTHS = 36
# Chances per month of pausing, and of going, from active and from paused.
_PAUSE = (0.07, 0.05)
_GO = ((0.060, 0.14), (0.040, 0.10))
_RESUME, _COME_BACK = 0.30, 0.02


@dataclass(frozen=True)
class Members:
    """The members: one entry a member in each array; ``state`` has a column for each month."""

    plan: Ints
    channel: Ints
    start: Ints
    state: Ints


def transitions(settings: Settings, plan: int) -> Floats:
    """Chances of next month's state (columns) by this month's (rows)."""
    active, paused = (min(chance * settings.ease_of_leaving, 0.6) for chance in _GO[plan])
    return np.array(
        [
            [1.0 - _PAUSE[plan] - active, _PAUSE[plan], active],
            [_RESUME, 1.0 - _RESUME - paused, paused],
            [_COME_BACK, 0.0, 1.0 - _COME_BACK],
        ]
    )


def members(settings: Settings) -> Members:
    """Draw the members and their states; before the start the state is -1."""
    rng = settings.rng("streaming_months")
    n = settings.size(MEMBERS)
    plan = pick(rng, [0.65, 0.35], n)
    channel = pick(rng, [0.25, 0.30, 0.25, 0.10, 0.05, 0.05], n)
    start = np.sort(np.floor(_MONTHS * rng.random(n)).astype(np.int64))
    chances = np.stack([transitions(settings, p) for p in range(len(PLANS))])
    state = np.full((n, _MONTHS), -1, dtype=np.int64)
    for month in range(_MONTHS):
        before = state[:, month - 1]
        moved = pick_each(rng, chances[plan, np.maximum(before, 0)])
        state[:, month] = np.where(start == month, 0, np.where(start < month, moved, -1))
    return Members(plan, channel, start, state)


def member_table(people: Members) -> pd.DataFrame:
    """One row a member."""
    return pd.DataFrame(
        {
            "member_id": numbers_from_one(len(people.plan)),
            "start": _months()[people.start],
            "plan": np.asarray(PLANS)[people.plan],
            "channel": np.asarray(CHANNELS)[people.channel],
        }
    )


def month_table(settings: Settings, people: Members) -> pd.DataFrame:
    """One row a member and month, from the start on; hours are watched while active only."""
    rng = settings.rng("streaming_months hours")
    member, month = np.nonzero(people.state >= 0)
    state = people.state[member, month]
    hours = rng.gamma(2.0, 1.6 + 0.8 * people.plan[member])
    return pd.DataFrame(
        {
            "member_id": member + 1,
            "month": _months()[month],
            "state": np.asarray(STATES)[state],
            "hours": np.where(state == 0, np.round(hours, 1), 0.0),
        }
    )


def transition_table(settings: Settings) -> pd.DataFrame:
    """List the chances behind the members' states, and what a member in each state is worth."""
    rows = []
    for plan, name in enumerate(PLANS):
        chances, value = transitions(settings, plan), values_by_state(settings, plan)
        for state, label in enumerate(STATES):
            to = dict(zip((f"to_{other}" for other in STATES), chances[state], strict=True))
            worth = round(float(value[state]), 2)
            rows.append({"plan": name, "state": label, **to, "residual_value": worth})
    return pd.DataFrame(rows).round(6)


def values_by_state(settings: Settings, plan: int) -> Floats:
    """Discounted margin after this month from a member in each state."""
    margin = np.array([FEES[plan] - SERVING[plan], 0.0, 0.0])
    keep = (1.0 + DISCOUNT_PER_YEAR) ** (-1.0 / 12.0) * transitions(settings, plan)
    return np.asarray(np.linalg.solve(np.eye(3) - keep, keep @ margin))


def plan_table() -> pd.DataFrame:
    """Fee and cost of serving of each plan, in euros per month."""
    return pd.DataFrame({"plan": PLANS, "fee": FEES, "cost": SERVING})


def _months() -> pd.DatetimeIndex:
    return pd.date_range(START, periods=_MONTHS, freq="MS")
