"""Who is chosen by a rule: the shares of each group, and how far they are apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from clvwidgets._places import places
from clvwidgets.arguments import checked, checked_methods
from clvwidgets.data.any_table import read_yes_no, refuse_gaps
from clvwidgets.data.small_groups import hidden_groups
from clvwidgets.doors import ANYTHING, REAL, Door, same_length, written
from clvwidgets.effects.difference_interval import (
    difference_interval,
    ratio_interval,
    share_interval,
)
from clvwidgets.effects.estimate import Estimate

if TYPE_CHECKING:
    import pandas as pd

Mask: TypeAlias = npt.NDArray[np.bool_]

LIST: Final = Door(
    "a list, an array or a column with an entry for each customer",
    lambda value: (
        hasattr(value, "__len__")
        and hasattr(value, "__iter__")
        and not isinstance(value, str | bytes | dict | set | frozenset)
        and not hasattr(value, "columns")
        and getattr(value, "ndim", 1) == 1
    ),
)


@checked_methods(value=REAL, low=REAL, high=REAL, lowest=ANYTHING, highest=ANYTHING)
@dataclass(frozen=True)
class Parity(Estimate):
    """How far apart the group that is chosen least is from the one that is chosen most.

    The two are picked by looking, so with many groups, or small ones, some gap is found where
    there is none; the interval knows of these two groups only.

    Attributes
    ----------
    value, low, high, level : float
        As of `Estimate`.
    lowest, highest : any
        Names of the two groups.

    Examples
    --------
    >>> print(Parity(0.775, 0.715, 0.84, 0.95, "country", "city"))
    0.775 [0.715, 0.84]: country beside city
    """

    lowest: Any = None
    highest: Any = None

    def __str__(self) -> str:
        return f"{super().__str__()}: {self.lowest} beside {self.highest}"


@checked(selected=LIST, group=LIST)
def selection_rates(
    selected: Any, group: Any, min_group: int = 10, level: float = 0.95
) -> pd.DataFrame:
    """Count who is chosen in each group.

    Parameters
    ----------
    selected : array_like of bool
        Whether each customer is chosen; yes and no, however written.
    group : array_like
        The group of each.
    min_group : int
        Customers that a group must have to be shown. If the hidden ones are together fewer than
        that, the next smallest group is hidden too.
    level : float
        Of the interval of each share, which is Wilson's.

    Returns
    -------
    pandas.DataFrame
        By group: ``customers``, ``selected`` (how many), ``rate, low, high`` (shares), ``ratio``
        (rate over the highest rate shown) and ``four_fifths`` (whether that is 0.8 or more, in
        whole numbers). ``.attrs["hidden"]`` says how many groups are left out.

    Raises
    ------
    ValueError
        If the lists differ in length, an entry is missing, or no group is large enough.

    Examples
    --------
    >>> shown = selection_rates([1, 1, 0, 0] * 10, ["city"] * 20 + ["country"] * 20)
    >>> shown["rate"].to_dict()
    {'city': 0.5, 'country': 0.5}
    """
    import pandas as pd

    chosen, codes, names = _read(selected, group)
    customers, many = _counts(chosen, codes, len(names))
    hidden = hidden_groups(customers, min_group)
    shown = [place for place in range(len(names)) if not hidden[place]]
    if not shown:
        raise ValueError(
            f"No two groups have {min_group:,} customers, the min_group to be shown, and one alone "
            "would tell of the hidden ones. Take fewer, larger groups."
        )
    top = _most(many, customers, shown)
    rows = [
        (
            customers[i],
            many[i],
            *share_interval(many[i], customers[i], level),
            many[i] * customers[top] / (customers[i] * many[top]) if many[top] else 1.0,
            _is_four_fifths(many[i], customers[i], many[top], customers[top]),
        )
        for i in shown
    ]
    columns = ["customers", "selected", "rate", "low", "high", "ratio", "four_fifths"]
    index = pd.Index([names[i] for i in shown], name=getattr(group, "name", None) or "group")
    table = pd.DataFrame(rows, index, columns)
    table.attrs["hidden"] = len(names) - len(shown)
    return table


@checked(selected=LIST, group=LIST)
def parity_ratio(selected: Any, group: Any, min_group: int = 10, level: float = 0.95) -> Parity:
    """Give the lowest share of chosen over the highest, with Katz's interval.

    Parameters
    ----------
    selected, group : array_like
    min_group : int
    level : float
        As in `selection_rates`.

    Returns
    -------
    Parity

    Raises
    ------
    ValueError
        As `selection_rates`; or if nobody is chosen, or only one group is shown.

    References
    ----------
    Katz, Baptista, Azen & Pike (1978), Biometrics 34(3).

    Examples
    --------
    >>> print(parity_ratio([1] * 9 + [0] * 31 + [1] * 6 + [0] * 34, ["a"] * 40 + ["b"] * 40))
    0.667 [0.262, 1.7]: b beside a
    """
    return ratio_of_rates(selection_rates(selected, group, min_group, level), level)


def ratio_of_rates(rates: pd.DataFrame, level: float = 0.95) -> Parity:
    """Give the ratio of the lowest to the highest share in a table of `selection_rates`.

    Parameters
    ----------
    rates : pandas.DataFrame
    level : float

    Returns
    -------
    Parity

    Raises
    ------
    ValueError
        If nobody is chosen, or only one group is shown.

    Examples
    --------
    >>> rates = selection_rates([1, 1, 0, 0] * 10, ["a", "b"] * 20)
    >>> ratio_of_rates(rates).value
    1.0
    """
    low, high, ends = _ends(rates)
    if not ends[2]:
        raise ValueError("Nobody in selected is chosen, so there is no ratio of shares to give.")
    found = ratio_interval(*ends, level)
    return Parity(found.value, found.low, found.high, level, low, high)


@checked(selected=LIST, group=LIST)
def parity_difference(
    selected: Any, group: Any, min_group: int = 10, level: float = 0.95
) -> Parity:
    """Give the highest share of chosen less the lowest, with Newcombe's interval.

    Parameters
    ----------
    selected, group : array_like
    min_group : int
    level : float
        As in `selection_rates`.

    Returns
    -------
    Parity
        Points, as a fraction.

    Raises
    ------
    ValueError
        As `selection_rates`; or if only one group is shown.

    Examples
    --------
    >>> print(parity_difference([1] * 9 + [0] * 31 + [1] * 6 + [0] * 34, ["a"] * 40 + ["b"] * 40))
    0.075 [-0.0987, 0.245]: b beside a
    """
    low, high, (x1, n1, x2, n2) = _ends(selection_rates(selected, group, min_group, level))
    found = difference_interval(x2, n2, x1, n1, level=level)
    return Parity(found.value, found.low, found.high, level, low, high)


@checked(selected=LIST, group=LIST)
def four_fifths(selected: Any, group: Any, min_group: int = 10) -> bool:
    """Tell whether each group is chosen at four fifths of the highest rate or more.

    Whole numbers are compared: 4 of 100 beside 5 of 100 passes, though 0.04 / 0.05 is a little
    below 0.8 to a computer. A rule of thumb of US hiring law, and no law for perks; look at the
    interval of `parity_ratio` before saying that it fails.

    Parameters
    ----------
    selected, group : array_like
    min_group : int
        As in `selection_rates`.

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        As `selection_rates`.

    References
    ----------
    Uniform Guidelines on Employee Selection Procedures (1978), 29 CFR 1607.4 D.

    Examples
    --------
    >>> four_fifths([1] * 4 + [0] * 96 + [1] * 5 + [0] * 95, ["a"] * 100 + ["b"] * 100)
    True
    """
    return bool(selection_rates(selected, group, min_group)["four_fifths"].all())


@checked(selected=LIST, group=LIST, truth=LIST)
def error_rates(selected: Any, group: Any, truth: Any, min_group: int = 10) -> pd.DataFrame:
    """Compare in each group who is chosen with who ought to be.

    Equal shares, equal finding and equal rightness are three kinds of fairness. Where groups
    differ they cannot all hold; one has to be chosen, and the reason said.

    Parameters
    ----------
    selected, group : array_like
    min_group : int
        As in `selection_rates`.
    truth : array_like of bool
        Whether each customer ought to be chosen, as came out later.

    Returns
    -------
    pandas.DataFrame
        By group: ``found`` (share chosen of those who ought to be), ``wrongly`` (of those who
        ought not), ``right`` (share of the chosen who ought to be). Groups that are small, or in
        which one of these has nobody to count, are left out; ``.attrs["hidden"]`` says how many.

    Raises
    ------
    ValueError
        As `selection_rates`.

    References
    ----------
    Hardt, Price & Srebro (2016), Equality of Opportunity in Supervised Learning, NeurIPS.

    Examples
    --------
    >>> table = error_rates([1, 1, 0, 0] * 10, ["a"] * 40, [1, 0, 0, 0] * 10)
    >>> table.loc["a"].round(2).to_dict()
    {'found': 1.0, 'wrongly': 0.33, 'right': 0.5}
    """
    import pandas as pd

    chosen, codes, names = _read(selected, group)
    same_length(selected=chosen, truth=truth)
    ought = read_yes_no(pd.Series(plain(truth), name="truth"), "truth")
    size = len(names)
    both = np.bincount(places(codes[chosen & ought]), minlength=size)
    wrong = np.bincount(places(codes[chosen & ~ought]), minlength=size)
    good, customers = (
        np.bincount(places(codes[ought]), minlength=size),
        np.bincount(places(codes), minlength=size),
    )
    hidden = hidden_groups(customers, min_group)
    shown = ~hidden & (good > 0) & (customers > good) & (both + wrong > 0)
    if not shown.any():
        raise ValueError(
            f"No group has {min_group:,} customers, the min_group to be shown, with some in "
            "selected and some in truth. Take fewer groups."
        )
    index = pd.Index(np.asarray(names, dtype=object)[shown], name="group")
    table = pd.DataFrame(
        {
            "found": both[shown] / good[shown],
            "wrongly": wrong[shown] / (customers - good)[shown],
            "right": both[shown] / (both + wrong)[shown],
        },
        index,
    )
    table.attrs["hidden"] = int(size - shown.sum())
    return table


def _read(selected: Any, group: Any) -> tuple[Mask, npt.NDArray[np.intp], list[Any]]:
    import pandas as pd

    same_length(selected=selected, group=group)
    if not len(selected):
        raise ValueError("selected is empty; there is nobody to count.")
    chosen = read_yes_no(pd.Series(plain(selected), name="selected"), "selected")
    return chosen, *numbered_groups(group)


def numbered_groups(group: Any) -> tuple[npt.NDArray[np.intp], list[Any]]:
    """Give the group of each a number, and the groups' names in their order.

    Parameters
    ----------
    group : array_like

    Returns
    -------
    tuple of array and list

    Raises
    ------
    ValueError
        If one is missing, or they cannot be ordered.

    Examples
    --------
    >>> numbered_groups(["b", "a"])[1]
    ['a', 'b']
    """
    import pandas as pd

    labels = pd.Series(plain(group), name="group")
    refuse_gaps(labels, "group")
    try:
        codes, names = pd.factorize(labels, sort=True)
    except TypeError:
        raise ValueError(
            f"group must hold names of groups, all of one kind, got {written(labels.iloc[0])}."
        ) from None
    return codes, list(names)


def plain(values: Any) -> Any:
    """Take a column of any library as an array; a list as it is.

    Parameters
    ----------
    values : array_like

    Returns
    -------
    any

    Examples
    --------
    >>> plain((1, 2))
    [1, 2]
    """
    if type(values).__module__.partition(".")[0] in ("pandas", "numpy"):
        return values.reset_index(drop=True) if hasattr(values, "reset_index") else values
    return list(values)


def _counts(chosen: Mask, codes: Any, size: int) -> tuple[list[int], list[int]]:
    """Count customers and chosen, as Python's whole numbers, whose products are exact."""
    everyone, some = (np.bincount(places(c), minlength=size) for c in (codes, codes[chosen]))
    return [int(count) for count in everyone], [int(count) for count in some]


def _most(many: list[int], customers: list[int], shown: list[int]) -> int:
    """Find the group with the highest share, comparing whole numbers."""
    top = shown[0]
    for i in shown:
        if many[i] * customers[top] > many[top] * customers[i]:
            top = i
    return top


def _is_four_fifths(x: int, n: int, top_x: int, top_n: int) -> bool:
    return 5 * x * top_n >= 4 * top_x * n


def _ends(rates: pd.DataFrame) -> tuple[Any, Any, tuple[int, int, int, int]]:
    """Find the groups with the lowest and the highest share, and their counts."""
    if len(rates) < 2:
        raise ValueError(
            f"Parity of group needs two groups that are shown, got {len(rates)}. Take larger "
            "groups, or a lower min_group."
        )
    many, customers = ([int(x) for x in rates[name]] for name in ("selected", "customers"))
    places = list(range(len(rates)))
    top = _most(many, customers, places)
    others = [n - x for x, n in zip(many, customers, strict=True)]
    low = _most(others, customers, [place for place in places if place != top])
    ends = (many[low], customers[low], many[top], customers[top])
    return rates.index[low], rates.index[top], ends
