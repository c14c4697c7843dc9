"""Machine learning: will a customer buy again, and how often? Learned from the log itself."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from clvwidgets._extras import require
from clvwidgets.arguments import checked, checked_methods
from clvwidgets.doors import VECTOR
from clvwidgets.models._checks import check_duration, check_period, check_whole
from clvwidgets.models._dates import days_in
from clvwidgets.models._purchases import PurchaseModel
from clvwidgets.models.as_of import before, features, known_and_after
from clvwidgets.models.bgnbd import BGNBD
from clvwidgets.models.trees import check_same_features, fit_stages, small_seed

if TYPE_CHECKING:
    from clvwidgets.data import TransactionLog


@checked_methods()
class TwoStage:
    """Two learners in a row: whether a customer buys again, and if so how often.

    Each stage is a gradient boosting of trees from scikit-learn; the probabilities of the first
    are calibrated on three folds drawn by lot. To predict the time after a day, the learners see
    the time before it, cut in two: features at the first cut, purchases until the second. The order
    of the customers changes nothing.

    Parameters
    ----------
    seed : int
        The same seed gives the same predictions.
    extra : callable, optional
        Gives columns of your own as they stood at the end of that day, as in :func:`features`. It
        is asked for the first cut at learning, and for the cut-off at predicting.

    Attributes
    ----------
    importances_ : pandas.Series
        How much worse the first stage would be if a feature were shuffled, on the data it learned
        from.

    References
    ----------
    The split in two follows the two-stage random forest of A. Vanderveld, A. Pandey, A. Han,
    R. Parekh (2016), An Engagement-Based Customer Lifetime Value System for E-commerce, KDD.

    Examples
    --------
    >>> TwoStage(seed=1)  # then .learn(log, "2024-01-01", horizon=26)
    TwoStage(seed=1)
    """

    horizon_: float
    period_: str

    def __init__(self, seed: int = 0, extra: Callable[[pd.Timestamp], Any] | None = None) -> None:
        self.seed = check_whole("seed", seed, least=0)
        self.extra = extra

    def __repr__(self) -> str:
        own = f", extra={getattr(self.extra, '__name__', '...')}" if self.extra else ""
        return f"TwoStage(seed={self.seed}{own})"

    def learn(
        self,
        log: TransactionLog,
        cutoff: str | pd.Timestamp,
        horizon: float | str,
        period: str = "W",
    ) -> Self:
        """Learn from the log up to ``cutoff`` to predict ``horizon`` periods ahead.

        Parameters
        ----------
        log : TransactionLog
            Later rows are not looked at.
        cutoff : date
        horizon : float or str
            In periods, or in words such as "26 weeks". If the log is shorter than twice that, a
            third of it is learned and the result stretched in proportion.
        period : {"D", "W", "M", "Y"}

        Returns
        -------
        TwoStage

        Raises
        ------
        ValueError
            If fewer than 100 customers can be learned from, or all or none of them bought again;
            if ``extra`` knows what came after its day, or lacks customers or values.
        """
        self.horizon_ = check_duration("horizon", horizon, check_period(period), zero=False)
        self.period_ = period
        day = pd.Timestamp(cutoff)
        length = (day - log.start).days / days_in(period)
        ahead = min(self.horizon_, length / 3.0)
        cut = before(day, ahead, period)
        known, bought = known_and_after(log, cut, day, period, self.extra)
        again = bought > 0
        _check_examples(again)
        self._stretch = self.horizon_ / ahead
        self._chooser, self._counter = fit_stages(known, bought, self.seed)
        self._learned = known, again
        return self

    def predict(self, log: TransactionLog, cutoff: str | pd.Timestamp) -> pd.DataFrame:
        """Predict the time after ``cutoff`` for who bought by then.

        Parameters
        ----------
        log : TransactionLog
        cutoff : date
            Last day that is known.

        Returns
        -------
        pandas.DataFrame
            ``probability`` to buy again in the time that was learned; ``purchases_if_any``;
            ``expected_purchases`` within the horizon.

        Raises
        ------
        AttributeError
            If nothing was learned yet.
        """
        if "_chooser" not in self.__dict__:
            raise AttributeError("TwoStage has learned nothing yet. Call learn(...) first.")
        known = features(log, cutoff, period=self.period_, extra=self.extra)
        learned = list(self._learned[0].columns)
        check_same_features("extra", known, learned)
        known = known[learned]
        probability = self._chooser.predict_proba(known)[:, 1]
        # Who buys at all buys once at least.
        number = np.maximum(self._counter.predict(known), 1.0)
        columns = {
            "probability": probability,
            "purchases_if_any": number,
            "expected_purchases": probability * number * self._stretch,
        }
        return pd.DataFrame(columns, index=known.index)

    @property
    def importances_(self) -> pd.Series[Any]:
        """Loss of ranking (area under the ROC curve) when a feature is shuffled."""
        require("sklearn", "ml", "A learning model")
        from sklearn.inspection import permutation_importance  # type: ignore[import-untyped]

        known, again = self._learned
        seed = small_seed(self.seed)
        found = permutation_importance(
            self._chooser, known, again, scoring="roc_auc", n_repeats=3, random_state=seed
        )
        named = pd.Series(found.importances_mean, index=known.columns, name="importance")
        return named.sort_values(ascending=False)


@checked_methods()
class BuyTillYouDie:
    """A model of latent attrition with the manners of :class:`TwoStage`: the baseline to beat.

    It knows three numbers of each customer where the learners know ten, but also how customers
    leave.

    Parameters
    ----------
    model : PurchaseModel, optional
        Stays as it is; a copy is fitted. By default ``BGNBD()``.

    Attributes
    ----------
    model_ : PurchaseModel
        The fitted copy.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> log = TransactionLog(load_dataset("cdnow"), "customer_id", "date", "amount")
    >>> baseline = BuyTillYouDie().learn(log, "1997-09-30", horizon=39)
    >>> baseline.predict(log, "1997-09-30").loc[3].round(2).to_dict()
    {'probability': 0.28, 'purchases_if_any': 2.22, 'expected_purchases': 0.62}
    """

    model_: PurchaseModel
    horizon_: float

    def __init__(self, model: PurchaseModel | None = None) -> None:
        self.model = BGNBD() if model is None else model

    def __repr__(self) -> str:
        return f"BuyTillYouDie({self.model!r})"

    def learn(
        self,
        log: TransactionLog,
        cutoff: str | pd.Timestamp,
        horizon: float | str,
        period: str = "W",
    ) -> Self:
        """Fit the model to the log up to ``cutoff``, to predict ``horizon`` periods ahead."""
        self.horizon_ = check_duration("horizon", horizon, check_period(period), zero=False)
        self.model_ = copy.deepcopy(self.model).fit(log.customers(period, cutoff))
        return self

    def predict(self, log: TransactionLog, cutoff: str | pd.Timestamp) -> pd.DataFrame:
        """Predict the time after ``cutoff`` for who bought by then, as :class:`TwoStage` does."""
        if "model_" not in self.__dict__:
            raise AttributeError("BuyTillYouDie has learned nothing yet. Call learn(...) first.")
        customers = log.customers(str(self.model_.period_), cutoff)
        probability = self.model_.probability_to_buy(customers, self.horizon_)
        expected = self.model_.expected_purchases(customers, self.horizon_)
        columns = {
            "probability": probability,
            # Where nobody buys, one purchase is the limit.
            "purchases_if_any": (expected / probability).where(probability > 0, 1.0),
            "expected_purchases": expected,
        }
        return pd.DataFrame(columns, index=customers.index)


@checked(probability=VECTOR, happened=VECTOR)
def calibration_table(probability: Any, happened: Any, groups: int = 10) -> pd.DataFrame:
    """Set what was said beside what came true, in groups of equal size by probability.

    Parameters
    ----------
    probability : array
    happened : array of bool
    groups : int

    Returns
    -------
    pandas.DataFrame
        One row a group: ``customers``, mean ``predicted``, share that ``happened``.

    Raises
    ------
    ValueError
        If the two differ in length, or a probability lies outside 0 to 1.

    Examples
    --------
    >>> table = calibration_table([0.1, 0.3, 0.9], [False, False, True], groups=2)
    >>> table["predicted"].round(3).to_dict(), table["happened"].to_dict()
    ({1: 0.2, 2: 0.9}, {1: 0.0, 2: 1.0})
    """
    said, true = np.asarray(probability, dtype=float), np.asarray(happened, dtype=float)
    if said.shape != true.shape:
        raise ValueError(f"Lengths differ: {said.size} of probability, {true.size} of happened.")
    if not ((said >= 0) & (said <= 1)).all():
        raise ValueError("probability must lie between 0 and 1 for every customer.")
    parts = np.array_split(np.argsort(said, kind="stable"), check_whole("groups", groups))
    rows = [(len(part), said[part].mean(), true[part].mean()) for part in parts if len(part)]
    table = pd.DataFrame(rows, columns=["customers", "predicted", "happened"])
    return table.set_index(pd.RangeIndex(1, len(rows) + 1, name="group"))


def _check_examples(again: pd.Series[Any]) -> None:
    if len(again) < 100:
        raise ValueError(
            f"Only {len(again)} customers can be learned from; machine learning needs 100 at the "
            "least and thousands to be good. Use BGNBD, or a log of longer time."
        )
    if min(again.sum(), (~again).sum()) < 10:
        raise ValueError(
            f"{int(again.sum())} of {len(again)} customers bought again in the time to learn from; "
            "at least 10 must and 10 must not. Choose another cut-off or horizon."
        )
