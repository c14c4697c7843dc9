"""Trees that learn from features: whether something happens, and how often."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clvwidgets._extras import require
from clvwidgets.arguments import checked, checked_methods
from clvwidgets.doors import VECTOR
from clvwidgets.models._own_features import check_features

# On small tables threads wait for each other longer than they work.
_MANY = 50_000


@checked_methods()
class Learner:
    """A learner of whether something happens, as :func:`learner` gives it.

    Parameters
    ----------
    model : any
        Fitted classifier of scikit-learn.
    columns : list of str
        The features that it knows.

    Examples
    --------
    >>> import pandas as pd
    >>> known = pd.DataFrame({"visits": range(100)})
    >>> learner(known, known["visits"] > 49)
    Learner(visits)
    """

    def __init__(self, model: Any, columns: list[str]) -> None:
        self._model, self.columns = model, columns

    def __repr__(self) -> str:
        return f"Learner({', '.join(self.columns)})"

    def chance(self, table: pd.DataFrame) -> pd.Series[Any]:
        """Chance that it happens to each customer.

        Parameters
        ----------
        table : pandas.DataFrame
            The features that were learned, in any order, as of a later day.

        Returns
        -------
        pandas.Series
            Between 0 and 1, on the index of the table.

        Raises
        ------
        ValueError
            If a feature is missing, or one is there that was not learned.

        Examples
        --------
        >>> import pandas as pd
        >>> known = pd.DataFrame({"visits": range(100)})
        >>> learned = learner(known, known["visits"] > 49)
        >>> learned.chance(pd.DataFrame({"visits": [10, 90]})).round(2).tolist()
        [0.0, 1.0]
        """
        check_same_features("table", table, self.columns)
        known = check_features("table", table[self.columns])
        chance = self._model.predict_proba(known)[:, 1]
        return pd.Series(chance, index=table.index, name="chance")


@checked(happened=VECTOR)
def learner(
    known: pd.DataFrame, happened: ArrayLike, *, balanced: bool = False, seed: int = 1
) -> Learner:
    """Learn from features whether something happens.

    Gradient boosting of trees with 8 leaves, at a rate of .05, from scikit-learn.

    Parameters
    ----------
    known : pandas.DataFrame
        Features, a row a customer: numbers and marks, nothing missing.
    happened : array of bool
        Whether it happened, in the same order.
    balanced : bool
        Weigh the rarer outcome up until both count alike. The order of the customers stays about
        the same, but what comes out is no chance any more.
    seed : int
        The same seed gives the same learner.

    Returns
    -------
    Learner

    Raises
    ------
    ValueError
        If the two do not belong together, values are missing, or it happened to all or none.

    References
    ----------
    G. Ke et al. (2017), LightGBM: A Highly Efficient Gradient Boosting Decision Tree, NIPS 30:
    trees on features in bins, as scikit-learn grows them.

    Examples
    --------
    >>> import pandas as pd
    >>> known = pd.DataFrame({"visits": range(100)})
    >>> trees = learner(known, known["visits"] > 49)
    >>> trees.chance(known).round(2).iloc[[10, 90]].tolist()
    [0.0, 1.0]
    """
    check_features("known", known)
    marks = np.asarray(happened, dtype=float)
    _check_pair(known, happened, marks)
    require("sklearn", "ml", "A learning model")
    from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    weight = "balanced" if balanced else None
    model = HistGradientBoostingClassifier(**_shape(seed), class_weight=weight)
    with threadpool_limits(1 if len(known) < _MANY else None):
        model.fit(known, marks > 0)
    return Learner(model, list(known.columns))


def fit_stages(known: pd.DataFrame, bought: pd.Series[Any], seed: int) -> tuple[Any, Any]:
    """Fit the learner of whether and the learner of how often.

    The chances are calibrated on folds drawn by lot, each with its share of buyers: rows stand in
    the order of customers' first purchases, and a fold of neighbours would be a cohort of its own.
    """
    require("sklearn", "ml", "A learning model")
    from sklearn.calibration import CalibratedClassifierCV  # type: ignore[import-untyped]
    from sklearn.ensemble import (
        HistGradientBoostingClassifier,
        HistGradientBoostingRegressor,
    )
    from sklearn.model_selection import StratifiedKFold  # type: ignore[import-untyped]
    from threadpoolctl import threadpool_limits

    # In an order of their own, so that who stands first in the table changes nothing.
    order = np.lexsort([bought.to_numpy(), *known.to_numpy(dtype=float).T])
    known, bought = known.iloc[order], bought.iloc[order]
    again = bought > 0
    chooser = HistGradientBoostingClassifier(**_shape(seed))
    counter = HistGradientBoostingRegressor(loss="poisson", min_samples_leaf=10, **_shape(seed))
    folds = StratifiedKFold(3, shuffle=True, random_state=small_seed(seed))
    with threadpool_limits(1 if len(known) < _MANY else None):
        chooser = CalibratedClassifierCV(chooser, method="isotonic", cv=folds).fit(known, again)
        counter.fit(known[again], bought[again])
    return chooser, counter


def check_same_features(name: str, table: pd.DataFrame, columns: list[str]) -> None:
    """Refuse a table that has other features than were learned."""
    lacking = [column for column in columns if column not in table]
    further = [column for column in table if column not in columns]
    if lacking or further:
        told = [f"lacks {lacking[0]!r}"] if lacking else []
        told += [f"has {further[0]!r}, which was not learned"] if further else []
        raise ValueError(
            f"{name} {' and '.join(told)}. Make it as the table that was learned from: "
            f"{', '.join(map(str, columns))}."
        )


def small_seed(seed: int) -> int:
    """Make a seed of the size that scikit-learn takes."""
    return seed % 2**32


def _shape(seed: int) -> dict[str, Any]:
    return {"random_state": small_seed(seed), "max_leaf_nodes": 8, "learning_rate": 0.05}


def _check_pair(known: pd.DataFrame, happened: Any, marks: Any) -> None:
    if len(known) != len(marks):
        raise ValueError(f"known has {len(known)} rows, but happened {len(marks)}.")
    if isinstance(happened, pd.Series) and not happened.index.equals(known.index):
        raise ValueError(
            "known and happened stand on different customers. Bring happened into the order of "
            "the table: happened.reindex(known.index)."
        )
    if not np.isin(marks, (0.0, 1.0)).all():
        raise ValueError("happened must be True or False for each row of known. Write bought > 0.")
    if not len(marks) or marks.min() == marks.max():
        raise ValueError(
            "happened is the same for every row of known, so there is nothing to learn. Choose "
            "another cut-off or horizon."
        )
