"""A model's answers for every history that could be, for maps of recency and frequency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import VECTOR, WHOLE
from clvwidgets.models._checks import check_duration, check_whole
from clvwidgets.models._quadrature import Array

if TYPE_CHECKING:
    from clvwidgets.models._purchases import PurchaseModel

# Steps of recency between which a curve is drawn straight.
_FINE = 400


@checked()
def alive_grid(
    model: PurchaseModel,
    T: float,  # noqa: N803 (the name of the column)
    most: int = 20,
    steps: int = 20,
) -> pd.DataFrame:
    """Probability to be alive for each number of repeat purchases and time of the last one.

    Parameters
    ----------
    model : PurchaseModel
        Fitted, or of known parameters.
    T : float
        Time since the first purchase, in the model's period, the same for all.
    most : int
        Largest number of repeat purchases.
    steps : int
        Into how many equal parts to cut the time up to ``T``. A cell is taken at its middle.

    Returns
    -------
    pandas.DataFrame
        One row a cell: ``frequency``, ``recency_from``, ``recency_to``, ``probability_alive``.
        Customers without a repeat purchase have one cell as wide as the map.

    Examples
    --------
    >>> from clvwidgets.models import BGNBD
    >>> model = BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
    >>> grid = alive_grid(model, T=39, most=2, steps=2)
    >>> grid["probability_alive"].round(2).tolist()
    [1.0, 0.43, 0.69, 0.26, 0.71]
    """
    time = check_duration("T", T, model.period_, zero=False)
    edges = np.linspace(0.0, time, check_whole("steps", steps) + 1)
    frequency = np.repeat(np.arange(1, check_whole("most", most) + 1), len(edges) - 1)
    cells = pd.DataFrame(
        {
            "frequency": np.append(0, frequency),
            "recency_from": np.append(0.0, np.tile(edges[:-1], most)),
            "recency_to": np.append(time, np.tile(edges[1:], most)),
        }
    )
    middle = (cells["recency_from"] + cells["recency_to"]) / 2.0
    histories = cells[["frequency"]].assign(recency=middle.where(cells["frequency"] > 0, 0), T=time)
    cells["probability_alive"] = model.probability_alive(histories)
    return cells


@checked(levels=WHOLE | VECTOR)
def iso_values(
    model: PurchaseModel,
    T: float,  # noqa: N803 (the name of the column)
    discount: float,
    *,
    most: int = 20,
    levels: Sequence[float] | int = 5,
    per_purchase: float = 1.0,
) -> pd.DataFrame:
    """Histories of equal residual value: one curve for each level.

    At a given number of purchases the value rises with the time of the last one, so each curve
    has one point for each number, or none.

    Parameters
    ----------
    model : PurchaseModel
    T : float
        Time since the first purchase, in the model's period, the same for all.
    discount : float
        Rate per period of the model.
    most : int
        Largest number of repeat purchases.
    levels : int or sequence of float
        The values, or how many of them to choose: round numbers, spread over the map.
    per_purchase : float
        Worth of a purchase. With 1 the value is in discounted purchases.

    Returns
    -------
    pandas.DataFrame
        One row a point: ``value``, ``frequency``, ``recency``.

    References
    ----------
    P. Fader, B. Hardie, K. Lee (2005), RFM and CLV: Using Iso-value Curves for Customer Base
    Analysis, Journal of Marketing Research 42(4).

    Examples
    --------
    >>> from clvwidgets.models import ParetoNBD
    >>> model = ParetoNBD.from_params(r=0.553, alpha=10.58, s=0.606, beta=11.67, period="W")
    >>> curves = iso_values(model, T=78, discount=0.0026, levels=[2.0, 4.0], most=10)
    >>> curves.groupby("value").size().to_dict()
    {2.0: 10, 4.0: 9}
    """
    time = check_duration("T", T, model.period_, zero=False)
    frequency = np.arange(1, check_whole("most", most) + 1)
    recency = np.linspace(time / _FINE, time, _FINE)
    histories = pd.DataFrame(
        {"frequency": np.repeat(frequency, _FINE), "recency": np.tile(recency, most), "T": time}
    )
    value = per_purchase * model.residual_purchases(histories, discount).to_numpy()
    rows = value.reshape(most, _FINE)
    chosen = _round_levels(rows, levels) if isinstance(levels, int) else np.asarray(levels, float)
    points = [
        (level, number, np.interp(level, row, recency))
        for level in chosen
        for number, row in zip(frequency, rows, strict=True)
        if row[0] <= level <= row[-1]
    ]
    return pd.DataFrame(points, columns=["value", "frequency", "recency"])


def _round_levels(rows: Array, number: int) -> Array:
    """Levels of the series 1, 2, 5, 10, ..., the highest below the value of the best history."""
    power = np.floor(np.log10(float(rows.max())))
    powers = 10.0 ** np.arange(power - check_whole("levels", number), power + 1.0)
    series = np.outer(powers, [1.0, 2.0, 5.0]).ravel()
    return np.asarray(series[series < rows.max()][-number:])
