"""How the value of one customer comes about, factor by factor, beside the average customer's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

_PREDICTED = {
    "probability_alive": "Probability to be a customer still",
    "purchases_if_alive": "Purchases to come if so, discounted",
    "expected_spend": "Spend per purchase",
    "margin": "Margin on it",
    "value": "Value from now on",
}
_SO_FAR = {
    "orders": "Days with a purchase",
    "average_order": "Spend on such a day",
    "margin": "Margin on it",
    "value": "Value so far",
}
_KINDS = {
    "probability_alive": "percent",
    "margin": "percent",
    "expected_spend": "money",
    "average_order": "money",
    "value": "money",
}


def predicted_factors(predictions: pd.DataFrame, customer: Any) -> pd.DataFrame:
    """Put a customer's predicted value beside the average, factor by factor.

    The average of each factor is weighted with the factors before it, so that the averages
    multiply to the average value as the customer's factors multiply to theirs; and the ratios of
    the factors multiply to the ratio of the values.

    Parameters
    ----------
    predictions : pandas.DataFrame
        As ``CustomerValue.predict`` gives it.
    customer : label
        From its index.

    Returns
    -------
    pandas.DataFrame
        A row for each factor and the value last: ``factor``, ``label``, ``kind`` ("percent",
        "money" or "number"), ``amount``, ``average`` and ``ratio`` (missing if the average is 0).

    Examples
    --------
    >>> predictions = pd.DataFrame({
    ...     "probability_alive": [0.9, 0.1], "purchases_if_alive": [10.0, 5.0],
    ...     "discounted_purchases": [9.0, 0.5], "expected_spend": [20.0, 40.0],
    ...     "margin": [0.5, 0.5], "value": [90.0, 10.0]}, index=["Ada", "Bo"])
    >>> predicted_factors(predictions, "Ada")[["factor", "amount", "average", "ratio"]].round(2)
                   factor  amount  average  ratio
    0   probability_alive     0.9     0.50   1.80
    1  purchases_if_alive    10.0     9.50   1.05
    2      expected_spend    20.0    21.05   0.95
    3              margin     0.5     0.50   1.00
    4               value    90.0    50.00   1.80
    """
    alive, bought = (
        predictions[name].mean() for name in ("probability_alive", "discounted_purchases")
    )
    spent = (predictions["discounted_purchases"] * predictions["expected_spend"]).mean()
    value = predictions["value"].mean()
    averages = [alive, _per(bought, alive), _per(spent, bought), _per(value, spent), value]
    return _beside(_PREDICTED, row_of(predictions, customer), averages)


def factors_so_far(customers: pd.DataFrame, customer: Any, margin: float) -> pd.DataFrame:
    """Put what a customer has brought in so far beside the average, factor by factor.

    Parameters
    ----------
    customers : pandas.DataFrame
        With ``orders``, ``average_order`` and ``revenue``, as ``TransactionLog.rfm`` gives it.
    customer : label
        From its index.
    margin : number in [0, 1]
        Share of the revenue that is left as margin.

    Returns
    -------
    pandas.DataFrame
        As :func:`predicted_factors` gives it.

    Examples
    --------
    >>> customers = pd.DataFrame({"orders": [4, 1], "average_order": [10.0, 30.0],
    ...                           "revenue": [40.0, 30.0]}, index=["Ada", "Bo"])
    >>> factors_so_far(customers, "Ada", margin=0.5)["ratio"].round(2).tolist()
    [1.6, 0.71, 1.0, 1.14]
    """
    orders, revenue = customers["orders"].mean(), customers["revenue"].mean()
    averages = [orders, _per(revenue, orders), margin, revenue * margin]
    own = row_of(customers, customer)
    row = {
        "orders": own["orders"],
        "average_order": own["average_order"],
        "margin": margin,
        "value": own["revenue"] * margin,
    }
    return _beside(_SO_FAR, row, averages)


def row_of(table: pd.DataFrame, customer: Any) -> pd.Series[Any]:
    """Take the row of a customer by a label of any kind; pandas takes True for a mask.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a customer.
    customer : label
        From its index.

    Returns
    -------
    pandas.Series

    Examples
    --------
    >>> row_of(pd.DataFrame({"orders": [4, 1]}, index=[False, True]), True).tolist()
    [1]
    """
    place: Any = table.index.get_loc(customer)
    return table.iloc[int(place)]


def _beside(
    labels: dict[str, str], row: pd.Series[Any] | dict[str, Any], averages: list[float]
) -> pd.DataFrame:
    amounts = np.array([row[name] for name in labels], dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratios = amounts / np.asarray(averages)
    return pd.DataFrame(
        {
            "factor": list(labels),
            "label": list(labels.values()),
            "kind": [_KINDS.get(name, "number") for name in labels],
            "amount": amounts,
            "average": averages,
            "ratio": np.where(np.isfinite(ratios), ratios, np.nan),
        }
    )


def _per(sum_of_products: float, sum_of_weights: float) -> float:
    return sum_of_products / sum_of_weights if sum_of_weights else 0.0
