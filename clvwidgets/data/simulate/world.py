"""One group of firms and all its tables, made from one seed."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import pandas as pd

from clvwidgets.data.simulate import (
    _baskets,
    _claims,
    _side_tables,
    _visits,
    _voices,
    experiments,
    luxury,
    marketing,
    shop,
    streaming,
    studies,
    subscription,
    truth,
    wholesale,
)
from clvwidgets.data.simulate._buying import Purchases
from clvwidgets.data.simulate._random import Floats, Ints
from clvwidgets.data.simulate._settings import Settings
from clvwidgets.data.simulate.studies import offer_large
from clvwidgets.doors import TEXT

Pair = tuple[pd.DataFrame, pd.DataFrame]


# The settings check themselves, with better words.
@dataclass(frozen=True)
class World(Settings):
    """The coffee company Nordlicht: shop, subscription, wholesale, machines and films.

    Tables are made when they are first asked for and kept. The same settings always give the same
    tables, whatever is asked first. With the default settings they are the tables that come with
    the package; ``load_dataset`` reads those faster.

    Parameters
    ----------
    seed : whole number, 0 or more
    scale : float
        1 for 20,000 customers of the shop and 10,000 contracts; from 0.001 to 20.
    churn : float
        Mean share of subscribers who leave per month, from 0 to 0.3; the other lines' rates of
        leaving move in proportion (the shop's mean chance of leaving after an order is three times
        this).
    heterogeneity : float
        0 where all customers are alike, 1 as in the standard world, up to 4.
    seasonality : float
        Swing of the rate of purchase over the year, as a fraction, from 0 to 0.9.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Examples
    --------
    >>> world = World(seed=1, scale=0.02)
    >>> len(world.table("shop_customers"))
    400
    >>> world.table("truth_parameters").query("name == 'r'")["value"].tolist()
    [0.7, 1.3]
    """

    @property
    def names(self) -> list[str]:
        """Names of the tables."""
        return list(_TABLES)

    def table(self, name: str) -> pd.DataFrame:
        """Make a table, or take the one made before.

        Parameters
        ----------
        name : str
            One of `names`.

        Returns
        -------
        pandas.DataFrame
            A copy, so that changes stay with the caller.

        Raises
        ------
        ValueError
            If there is no table of that name.
        """
        TEXT.check("name", name)
        if name not in _TABLES:
            near = difflib.get_close_matches(str(name), _TABLES, 3)
            hint = f"Did you mean {' or '.join(map(repr, near))}? " if near else ""
            raise ValueError(
                f"name must be a table of the world, but it has no table {name!r}. {hint}"
                f"Its tables are: {', '.join(_TABLES)}."
            )
        if name not in self._made:
            self._made[name] = _TABLES[name](self)
        return self._made[name].copy()

    @cached_property
    def _made(self) -> dict[str, pd.DataFrame]:
        return {}

    # What the tables are made from, each made once

    @cached_property
    def shoppers(self) -> shop.Shoppers:
        """The shop's customers with what nobody sees."""
        return shop.shoppers(self)

    @cached_property
    def purchases(self) -> Purchases:
        """Their repeat purchases, up to a year behind the records."""
        return shop.purchases(self, self.shoppers)

    @cached_property
    def orders(self) -> shop.Orders:
        """Their orders within the records."""
        return shop.orders(self, self.shoppers, self.purchases)

    @cached_property
    def margin_per_order(self) -> Floats:
        """Expected margin of an order of each of the shop's customers, in euros."""
        return shop.margin_per_order(self, self.shoppers)

    @cached_property
    def subscribers(self) -> subscription.Subscribers:
        """The contracts with what nobody sees."""
        return subscription.subscribers(self)

    @cached_property
    def plans(self) -> Ints:
        """Plan of each contract in each month."""
        return subscription.plans_by_month(self, self.subscribers)

    @cached_property
    def prospects(self) -> experiments.Prospects:
        """The shop's customers on the day on which the experiments begin."""
        return experiments.prospects(
            self, self.shoppers, self.purchases, self.orders, self.margin_per_order
        )

    @cached_property
    def groups(self) -> Ints:
        """Which experiment each of them is in."""
        return experiments.groups(self, self.prospects)

    @cached_property
    def usage(self) -> _voices.Usage:
        """What subscribers did, month by month."""
        return _voices.usage(self, self.subscribers)

    @cached_property
    def accounts(self) -> wholesale.Accounts:
        """The wholesale accounts with what nobody sees."""
        return wholesale.accounts(self)

    @cached_property
    def owners(self) -> luxury.Owners:
        """The buyers of machines with what nobody sees."""
        return luxury.owners(self)

    @cached_property
    def members(self) -> streaming.Members:
        """The members of the film courses."""
        return streaming.members(self)

    @cached_property
    def referrals(self) -> tuple[pd.DataFrame, Ints]:
        """Who brought whom, and who likes to recommend."""
        return marketing.referrals(self, self.shoppers)

    @cached_property
    def carts(self) -> Pair:
        """Carts of the last year, and causes of giving up."""
        return _visits.carts(self, self.shoppers, self.orders)

    @cached_property
    def reviews(self) -> Pair:
        """Reviews, and their topics."""
        return _voices.reviews(self, self.subscribers)

    @cached_property
    def export(self) -> Pair:
        """A till's export of the last month, and its faults."""
        return _side_tables.export(self, self.orders)

    @cached_property
    def price_trial(self) -> Pair:
        """A trial of prices, and its truth."""
        return _side_tables.price_trial(self)

    @cached_property
    def large_offer(self) -> Pair:
        """A trial of the offer in a shop ten times as large, and its truth; takes seconds."""
        return offer_large.trial_and_truth(self)


def _weekly(world: World) -> pd.DataFrame:
    lines = [world.shoppers.acquired, world.subscribers.acquired]
    return pd.concat([line.weekly for line in lines], ignore_index=True)


def _links(world: World) -> pd.DataFrame:
    days = world.shoppers.acquired.day
    return subscription.first_shop_customers(world, world.subscribers, days)


def _channels(world: World) -> pd.DataFrame:
    factors = {
        "shop": world.shoppers.acquired.factor,
        "subscription": world.subscribers.acquired.factor,
    }
    return truth.channel_truth(factors, world)


def _experiment(name: str) -> Callable[[World], pd.DataFrame]:
    return lambda w: experiments.experiment(w, w.prospects, w.groups, name)


_TABLES: MappingProxyType[str, Callable[[World], pd.DataFrame]] = MappingProxyType(
    {
        "shop_products": lambda _: _baskets.products(),
        "shop_customers": lambda w: shop.customer_table(w, w.shoppers, w.purchases),
        "shop_orders": lambda w: w.orders.table(),
        "shop_order_lines": lambda w: w.orders.lines(),
        "shop_returns": lambda w: shop.returns(w, w.shoppers, w.orders),
        "shop_visits": lambda w: _visits.visits(w, w.shoppers, w.purchases),
        "shop_carts": lambda w: w.carts[0],
        "shop_export": lambda w: w.export[0],
        "shop_price_trial": lambda w: w.price_trial[0],
        "subscription_plans": lambda _: subscription.plan_table(),
        "subscription_contracts": lambda w: subscription.contract_table(w.subscribers, w.plans),
        "subscription_changes": lambda w: subscription.change_table(w.subscribers, w.plans),
        "subscription_usage": lambda w: w.usage.table(),
        "subscription_tickets": lambda w: _voices.tickets(w, w.subscribers, w.usage),
        "subscription_nps": lambda w: _voices.nps(w, w.subscribers),
        "subscription_reviews": lambda w: w.reviews[0],
        "subscription_links": _links,
        "wholesale_accounts": lambda w: wholesale.account_table(w.accounts),
        "wholesale_invoices": lambda w: wholesale.invoice_table(w, w.accounts),
        "luxury_purchases": lambda w: luxury.purchase_table(w, w.owners),
        "streaming_plans": lambda _: streaming.plan_table(),
        "streaming_members": lambda w: streaming.member_table(w.members),
        "streaming_months": lambda w: streaming.month_table(w, w.members),
        "marketing_weekly": _weekly,
        "marketing_referrals": lambda w: w.referrals[0],
        "marketing_emails": lambda w: marketing.emails(
            w, w.shoppers, w.prospects, w.groups, w.orders
        ),
        "experiments_points": _experiment("points"),
        "experiments_tiers": _experiment("tiers"),
        "experiments_offer": _experiment("offer"),
        "experiments_winback": _experiment("winback"),
        "truth_parameters": truth.parameter_table,
        "truth_shop": lambda w: truth.shop_truth(
            w, w.shoppers, w.purchases, w.margin_per_order, w.referrals[1]
        ),
        "truth_responses": lambda w: experiments.response_table(w.prospects, w.groups),
        "truth_carts": lambda w: w.carts[1],
        "truth_affinities": lambda _: _baskets.affinities(),
        "truth_prices": lambda w: w.price_trial[1],
        "truth_export": lambda w: w.export[1],
        "truth_subscription": lambda w: truth.subscription_truth(w, w.subscribers, w.plans),
        "truth_reviews": lambda w: w.reviews[1],
        "truth_wholesale": lambda w: wholesale.truth_table(w, w.accounts),
        "truth_luxury": lambda w: luxury.truth_table(w.owners),
        "truth_streaming": streaming.transition_table,
        "truth_channels": _channels,
        "truth_claims": _claims.claim_table,
    }
    # Drawn after all others.
    | studies.tables()
)
