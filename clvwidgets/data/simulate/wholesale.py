"""Wholesale: firms with a contract for a year, monthly invoices, and volumes that grow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.data.simulate._random import (
    Floats,
    Ints,
    numbers_from_one,
    pick,
    pick_each,
    tries_until,
)
from clvwidgets.data.simulate._settings import DISCOUNT_PER_YEAR, START, Settings, season

ACCOUNTS = 400
MARGIN_RATE = 0.32
YEARS_AHEAD = 5
KINDS = ("cafe", "office", "hotel")
CAUSES = ("contact_left", "price", "own_reasons")
_MONTHS = 36
_KG_A_MONTH = (45.0, 18.0, 60.0)
_GROWTH_A_YEAR = (0.03, 0.10, -0.02)
_ADDED = (0.14, 0.08)
_BASE = 0.07


@dataclass(frozen=True)
class Accounts:
    """The accounts with what nobody sees: one entry an account in each array."""

    kind: Ints
    start: Ints
    contacts: Ints
    price: Floats
    volume: Floats
    growth: Floats
    parts: Floats
    years: Floats

    @property
    def renewal(self) -> Floats:
        """Chance of renewing at the end of a contract year."""
        return np.asarray(1.0 - self.parts.sum(axis=1))

    @property
    def months(self) -> Ints:
        """Months with an invoice within the records."""
        return np.minimum(12 * self.years, _MONTHS - self.start).astype(np.int64)

    @property
    def active(self) -> Ints:
        """1 for accounts whose contract runs to the end of the records or beyond.

        Whether a contract that ends with the records was renewed, the records cannot know.
        """
        return (12 * self.years + self.start >= _MONTHS).astype(np.int64)


def accounts(settings: Settings) -> Accounts:
    """Draw the accounts; an account with one contact person hangs on that person."""
    rng = settings.rng("wholesale_accounts")
    n = settings.size(ACCOUNTS)
    kind = pick(rng, [0.45, 0.35, 0.20], n)
    contacts = 1 + np.minimum(rng.poisson(1.1, n), 4)
    price = np.round(15.5 + 1.5 * rng.standard_normal(n), 1)
    present = np.column_stack([contacts == 1, price > 16.5])
    ease, alike = settings.ease_of_leaving, not settings.heterogeneity
    base = np.full(n, _BASE) if alike else _BASE * rng.gamma(2.0, 0.5, n)
    parts = np.minimum(np.column_stack([present * np.asarray(_ADDED), base]) * ease, 0.3)
    growth = np.asarray(_GROWTH_A_YEAR)[kind] + 0.05 * rng.standard_normal(n)
    volume = np.asarray(_KG_A_MONTH)[kind] * np.exp(0.5 * rng.standard_normal(n))
    return Accounts(
        kind=kind,
        start=np.sort(np.floor(_MONTHS * rng.random(n) ** 1.3).astype(np.int64)),
        contacts=contacts,
        price=price,
        volume=volume,
        growth=np.round(growth, 3),
        parts=parts,
        years=tries_until(rng, parts.sum(axis=1)),
    )


def account_table(firms: Accounts) -> pd.DataFrame:
    """One row an account."""
    end = _month_start(firms.start + firms.months)
    return pd.DataFrame(
        {
            "account_id": numbers_from_one(len(firms.kind)),
            "kind": np.asarray(KINDS)[firms.kind],
            "start": _month_start(firms.start),
            "end": end.where(firms.active == 0),
            "contacts": firms.contacts,
            "price_per_kg": firms.price,
        }
    )


def invoice_table(settings: Settings, firms: Accounts) -> pd.DataFrame:
    """One row an account and month."""
    rng = settings.rng("wholesale_invoices")
    account = np.repeat(np.arange(len(firms.kind)), places(firms.months))
    age = np.arange(len(account)) - np.repeat(
        np.cumsum(firms.months) - firms.months, places(firms.months)
    )
    month = firms.start[account] + age
    # Hotels fill in summer; the others buy evenly.
    summer = np.where(firms.kind[account] == KINDS.index("hotel"), -settings.seasonality, 0.0)
    mood = 1.0 + summer * (season(30.4 * month + 15.0, 1.0) - 1.0)
    expected = firms.volume[account] * (1.0 + firms.growth[account]) ** (age / 12.0) * mood
    kg = np.round(expected * np.exp(0.12 * rng.standard_normal(len(account))), 1)
    table = pd.DataFrame(
        {
            "account_id": account + 1,
            "month": _month_start(month),
            "kg": kg,
            "amount": np.round(kg * firms.price[account], 2),
        }
    )
    return table.sort_values(["month", "account_id"], ignore_index=True)


def truth_table(settings: Settings, firms: Accounts) -> pd.DataFrame:
    """Renewal, growth and expected margin of the five years after the records, by account."""
    rng = settings.rng("truth_wholesale causes")
    cause = np.asarray(CAUSES)[pick_each(rng, np.maximum(firms.parts, 1e-12))]
    return pd.DataFrame(
        {
            "account_id": numbers_from_one(len(firms.kind)),
            "renewal_chance": np.round(firms.renewal, 4),
            "growth_per_year": firms.growth,
            "active": firms.active.astype(bool),
            "value_5_years": np.round(_value(firms), 2),
            "cause_of_leaving": np.where(firms.active == 1, "", cause),
        }
    )


def _value(firms: Accounts) -> Floats:
    """Discounted margin of the next five years; the contract year that runs is safe."""
    ahead = np.arange(1, 12 * YEARS_AHEAD + 1)
    age = (firms.months - 1)[:, None] + ahead
    renewed = age // 12 - ((firms.months - 1) // 12)[:, None]
    kg = firms.volume[:, None] * (1.0 + firms.growth[:, None]) ** (age / 12.0)
    chance = firms.renewal[:, None] ** renewed
    discount = (1.0 + DISCOUNT_PER_YEAR) ** (-ahead / 12.0)
    margin = MARGIN_RATE * firms.price[:, None] * kg * chance * discount
    return np.asarray(np.where(firms.active == 1, margin.sum(axis=1), 0.0))


def _month_start(months: Ints) -> pd.DatetimeIndex:
    """First day of the month so many months after the start of the world."""
    begin = np.datetime64(START, "M")
    return pd.DatetimeIndex((begin + months).astype("datetime64[D]"))
