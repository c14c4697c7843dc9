"""The numbers of notebook 09, computed from its tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from clvwidgets.data import TransactionLog

_CUT, _SPRING = "2023-12-31", "1998-03-31"
SHOP_DAYS = (
    "2022-12-31",
    "2023-03-31",
    "2023-06-30",
    "2023-09-30",
    _CUT,
    "2024-03-31",
    "2024-06-30",
    "2024-09-30",
)


@lru_cache(maxsize=1)
def shop_log() -> TransactionLog:
    from clvwidgets import TransactionLog, load_dataset

    return TransactionLog(load_dataset("shop_orders"), "customer_id", "date", "amount")


@lru_cache(maxsize=1)
def next_quarter() -> Mapping[str, float]:
    """Compare who came back a quarter after the first order, and the share on the slide."""
    from clvwidgets import load_dataset
    from clvwidgets.data import new_and_returning
    from clvwidgets.effects import difference_interval, returned_by_year

    cohorts = shop_log().cohorts("Q")
    slide, back = 100 * new_and_returning(cohorts)["share"], returned_by_year(cohorts)
    counts = back[["returned", "won"]].astype(int)
    y2022, y2023, y2024 = (tuple(counts.loc[year]) for year in (2022, 2023, 2024))
    earlier = tuple(counts.loc[[2022, 2023]].sum())
    pairs = {"": (y2024, earlier), "_fell": (y2023, y2022), "_rose": (y2024, y2023)}
    apart = {
        name + pair: 100 * end
        for pair, (late, early) in pairs.items()
        for name, end in zip(
            ("more", "low", "high"), difference_interval(*late, *early), strict=True
        )
    }
    truth = load_dataset("truth_shop").set_index("customer_id")["leaving_chance"]
    won = load_dataset("shop_customers").set_index("customer_id")["first_order"].dt.year
    lost = 100 * truth.groupby(won).mean()
    return {
        "first": 100 * back["share"][2022],
        "between": 100 * back["share"][2023],
        "last": 100 * back["share"][2024],
        "was": slide["2022Q4"],
        "now": slide["2024Q4"],
        "earlier": 100 * earlier[0] / earlier[1],
        "same_ages": slide_at_the_ages_of("2022Q4", "2024Q4"),
        **apart,
        **{"lost_first": lost[2022], "lost_last": lost[2024]},
    }


def slide_at_the_ages_of(base: str, quarter: str) -> float:
    """Compute the slide of a quarter, had there been as many customers of each age as before."""
    import pandas as pd

    cohorts = shop_log().cohorts("Q")
    quarters = pd.PeriodIndex(cohorts.table.index, freq="Q")
    count, rate = {}, {}
    for place, won in enumerate(quarters):
        if (before := (pd.Period(base, freq="Q") - won).n) >= 0:
            count[before] = cohorts.sizes.iloc[place]
        if (age := (pd.Period(quarter, freq="Q") - won).n) >= 0:
            rate[age] = cohorts.table.iloc[place][age] / cohorts.sizes.iloc[place]
    old = sum(count[age] * rate[age] for age in count if age > 0)
    return float(100 * old / (old + count[0]))


def doubled() -> Mapping[str, float]:
    """Compute the share of returning buyers in the last quarter, had twice as many been new."""
    from clvwidgets.data import new_and_returning

    table = new_and_returning(shop_log().cohorts("Q"))
    new, old, share = table.iloc[-1]
    return {
        "won": new,
        "old": old,
        "same": 100 * share,
        "twice": 100 * old / (old + 2 * new),
        "was": 100 * table["share"]["2022Q4"],
    }


def ends() -> Mapping[str, Any]:
    """Take the last values of the oldest cohort and of the youngest."""
    value = value_so_far()
    return {"old": value.loc["2022Q1", 11], "young": value.loc["2024Q4", 0]}


def value_so_far() -> pd.DataFrame:
    return shop_log().cohorts("Q", "revenue").cumulative()


def at_age() -> Mapping[str, Any]:
    """Gather values so far of the shop, and how unsure the difference of two cohorts is."""
    from clvwidgets import load_dataset

    value, orders = value_so_far(), load_dataset("shop_orders")
    quarter = (orders["date"].dt.year * 4 + orders["date"].dt.quarter).astype(int)
    first = quarter.groupby(orders["customer_id"]).transform("min").astype(int)
    young = orders[quarter.sub(first) <= 1]
    spent = young["amount"].groupby([first[young.index], young["customer_id"]]).sum()
    squares = (spent.groupby(level=0).sem() ** 2)[[2022 * 4 + 3, 2024 * 4 + 3]]
    late, early = float(value[1]["2024Q3"]), float(value[1]["2022Q3"])
    more, reach = late - early, 1.96 * float(squares.sum()) ** 0.5
    return {"value": value, "late": late, "more": more, "low": more - reach, "high": more + reach}


@lru_cache(maxsize=1)
def subscription() -> Mapping[str, Any]:
    """Count renewals at each age of the contract, and the share of them that was not taken."""
    from clvwidgets import load_dataset
    from clvwidgets.data import renewals_by_year

    rates = renewals_by_year(load_dataset("subscription_contracts"), "start", "end", "2024-12-31")
    count, churn = rates["met"], rates["churn"]
    was, now = (weighted(count[year], churn[year]) for year in (2022, 2024))
    share = count[2022] / count[2022].sum()
    square = sum(
        (share**2 * churn[year] * (1 - churn[year]) / count[year]).sum() for year in (2022, 2024)
    )
    more, reach = weighted(count[2022], churn[2024]) - was, 196 * float(square) ** 0.5
    numbers = {"was": was, "reported": now, "fell": more, "low": more - reach, "high": more + reach}
    return {"count": count, "churn": churn, **numbers}


def weighted(weights: Any, rates: Any) -> float:
    both = weights.index.intersection(rates.index)
    return float(100 * (weights[both] * rates[both]).sum() / weights[both].sum())


def ahead() -> Mapping[str, Any]:
    """Forecast the shop's cohorts as seen from the end of 2023."""
    from clvwidgets.segments import outlook_record

    record = outlook_record(shop_log(), _CUT, by="Q").set_index(["cohort", "age"])
    value = value_so_far()
    at, then = value[1]["2023Q3"], record["expected"][("2023Q3", 2)]
    step = {"at": at, "then": then, "grew": then / at}
    return {"record": record, "value": value, **step, **record.loc[("2023Q3", 4), ["low", "high"]]}


@lru_cache(maxsize=1)
def shop_kept() -> Mapping[str, float]:
    from clvwidgets.segments import outlook_record

    lies = outlook_record(shop_log(), _CUT, by="Q")["lies"]
    days = [outlook_record(shop_log(), day, by="Q")["lies"] for day in SHOP_DAYS]
    cells, held = sum(map(len, days)), sum(int((day == "within").sum()) for day in days)
    of_days = {"days": len(days), "all_cells": cells, "held": held, "in_ten": 10 * held / cells}
    return {"cells": len(lies), **lies.value_counts(), **of_days}


@lru_cache(maxsize=1)
def cdnow_kept() -> Mapping[str, float]:
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.segments import outlook_record

    rows = load_dataset("cdnow")
    lies = outlook_record(TransactionLog(rows), _SPRING, by="W")["lies"]
    months = rows["amount"].groupby(rows["date"].dt.strftime("%Y-%m")).sum()
    names = {"february": "1998-02", "march": "1998-03", "april": "1998-04"}
    sales = {name: months[month] for name, month in names.items()}
    return {"cells": len(lies), "within": int((lies == "within").sum()), **sales}


def bonus() -> Mapping[str, float]:
    churn = subscription()
    fall = {"fall": churn["was"] - churn["reported"], "rest": -churn["fell"], "most": -churn["low"]}
    fall["rise"] = churn["high"]
    return {**next_quarter(), **fall}
