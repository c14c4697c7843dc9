"""A number that is not known exactly: what it may be, and how likely that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from clvwidgets.arguments import checked_methods
from clvwidgets.doors import ANYTHING, REAL
from clvwidgets.formulas.checks import COST, MONEY, POSITIVE, single
from clvwidgets.strategies import three_point

Array: TypeAlias = npt.NDArray[np.float64]

_FAR: Final = 6.0  # standard deviations, beyond which nothing is drawn
_PLACES: Final = 1201  # of the table that draws are read from


@checked_methods(shape=ANYTHING, low=REAL, high=REAL)
@dataclass(frozen=True)
class Uncertain:
    """What a number may be. Made by one of its methods, such as `Uncertain.triangular`.

    Parameters
    ----------
    words : str
        How it is described.
    shape : any
        A distribution of SciPy, or the number itself where it is certain.

    Examples
    --------
    >>> churn = Uncertain.triangular(0.02, 0.05, 0.12)
    >>> print(churn, round(churn.mean, 3))
    triangular(0.02, 0.05, 0.12) 0.063
    """

    words: str
    shape: Any

    @classmethod
    def triangular(cls, low: float, mode: float, high: float) -> Uncertain:
        """From the lowest over the likeliest to the highest value, straight up and down.

        Parameters
        ----------
        low, mode, high : float
            Lowest, likeliest and highest value.

        Returns
        -------
        Uncertain

        Raises
        ------
        ValueError
            If they do not rise.

        Examples
        --------
        >>> round(Uncertain.triangular(10, 20, 60).mean, 6)
        30.0
        """
        from scipy import stats

        three_point(low, mode, high)
        words = f"triangular({low:g}, {mode:g}, {high:g})"
        if low == high:
            return cls(words, float(low))
        return cls(words, stats.triang((mode - low) / (high - low), low, high - low))

    @classmethod
    def pert(cls, low: float, mode: float, high: float) -> Uncertain:
        """From the lowest over the likeliest to the highest value, less likely at the ends.

        Parameters
        ----------
        low, mode, high : float
            Lowest, likeliest and highest value.

        Returns
        -------
        Uncertain

        Raises
        ------
        ValueError
            If they do not rise.

        Examples
        --------
        >>> round(Uncertain.pert(10, 20, 60).mean, 6)
        25.0
        """
        from scipy import stats

        three_point(low, mode, high)
        words, width = f"PERT({low:g}, {mode:g}, {high:g})", high - low
        if width == 0:
            return cls(words, float(low))
        rise, fall = 1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width
        return cls(words, stats.beta(rise, fall, low, width))

    @classmethod
    def uniform(cls, low: float, high: float) -> Uncertain:
        """Any value between two, none likelier than another.

        Parameters
        ----------
        low, high : float
            The ends.

        Returns
        -------
        Uncertain

        Raises
        ------
        ValueError
            If low is above high.

        Examples
        --------
        >>> Uncertain.uniform(0.08, 0.12).mean
        0.1
        """
        from scipy import stats

        if low > high:
            raise ValueError(f"low must not be above high, got {low:g} and {high:g}.")
        words = f"uniform({low:g}, {high:g})"
        return cls(words, stats.uniform(low, high - low) if low < high else float(low))

    @classmethod
    def normal(
        cls, mean: float, sd: float, low: float = -np.inf, high: float = np.inf
    ) -> Uncertain:
        """Around a mean; cut off below and above where a value is impossible.

        Parameters
        ----------
        mean, sd : float
            Of the normal, before it is cut.
        low, high : float
            Where it is cut.

        Returns
        -------
        Uncertain

        Raises
        ------
        ValueError
            If the mean lies outside the ends, or the standard deviation is below 0.

        Examples
        --------
        >>> Uncertain.normal(0.8, 0.1, low=0, high=1).mean < 0.8
        True
        """
        from scipy import stats

        middle, spread = single("mean", mean, MONEY), single("sd", sd, COST)
        if not low <= middle <= high:
            raise ValueError(
                f"mean must lie between low and high, got {middle:g}, {low:g} and {high:g}."
            )
        words = f"normal({middle:g}, {spread:g})"
        if low == -np.inf and high == np.inf:
            return cls(words, stats.norm(middle, spread) if spread else middle)
        words = f"normal({middle:g}, {spread:g}) within {low:g} to {high:g}"
        if not spread or low == high:
            return cls(words, middle)
        ends = (low - middle) / spread, (high - middle) / spread
        return cls(words, stats.truncnorm(*ends, middle, spread))

    @classmethod
    def beta(cls, a: float, b: float) -> Uncertain:
        """Draw a share as if of a + b customers a had said yes.

        Parameters
        ----------
        a, b : float
            As if so many had said yes, and no.

        Returns
        -------
        Uncertain

        Raises
        ------
        ValueError
            If one is not above 0.

        Examples
        --------
        >>> Uncertain.beta(80, 20).mean
        0.8
        """
        from scipy import stats

        return cls(
            f"beta({a:g}, {b:g})", stats.beta(single("a", a, POSITIVE), single("b", b, POSITIVE))
        )

    @classmethod
    def gamma(cls, shape: float, scale: float) -> Uncertain:
        """Above 0 and skewed: mean shape times scale, such as a cost.

        Parameters
        ----------
        shape, scale : float
            Mean is shape times scale, variance that times scale.

        Returns
        -------
        Uncertain

        Raises
        ------
        ValueError
            If one is not above 0.

        Examples
        --------
        >>> Uncertain.gamma(25, 4).mean
        100.0
        """
        from scipy import stats

        first, second = (single(n, x, POSITIVE) for n, x in (("shape", shape), ("scale", scale)))
        return cls(f"gamma({shape:g}, {scale:g})", stats.gamma(first, scale=second))

    @classmethod
    def lognormal(cls, median: float, spread: float) -> Uncertain:
        """Above 0, its logarithm normal; ``spread`` is the standard deviation of that.

        Parameters
        ----------
        median : float
        spread : float
            Standard deviation of the logarithm.

        Returns
        -------
        Uncertain

        Raises
        ------
        ValueError
            If the median is not above 0, or the spread below 0.

        Examples
        --------
        >>> round(Uncertain.lognormal(100, 0.5).mean, 2)
        113.31
        """
        from scipy import stats

        middle, wide = single("median", median, POSITIVE), single("spread", spread, COST)
        words = f"lognormal({middle:g}, {wide:g})"
        return cls(words, stats.lognorm(wide, scale=middle) if wide else middle)

    @classmethod
    def certain(cls, value: float) -> Uncertain:
        """Take a number as known.

        Parameters
        ----------
        value : float

        Returns
        -------
        Uncertain

        Examples
        --------
        >>> Uncertain.certain(0.1).sd
        0.0
        """
        return cls(f"{value:g}", float(value))

    def __str__(self) -> str:
        return self.words

    @property
    def is_certain(self) -> bool:
        """Whether it is one number."""
        return isinstance(self.shape, float)

    @cached_property
    def mean(self) -> float:
        """Its mean."""
        return float(self.shape if self.is_certain else self.shape.mean())

    @cached_property
    def sd(self) -> float:
        """Its standard deviation."""
        return 0.0 if self.is_certain else float(self.shape.std())

    def ppf(self, probability: npt.ArrayLike) -> Array:
        """Find the value below which lies so much of the probability.

        Parameters
        ----------
        probability : array_like
            Between 0 and 1.

        Returns
        -------
        numpy.ndarray

        Raises
        ------
        ValueError
            If one lies outside 0 to 1.

        Examples
        --------
        >>> Uncertain.uniform(0, 10).ppf([0.1, 0.5]).round(6).tolist()
        [1.0, 5.0]
        """
        places = np.asarray(probability, dtype=float)
        if not ((places >= 0) & (places <= 1)).all():
            raise ValueError("probability must lie between 0 and 1, and some does not.")
        if self.is_certain:
            return np.full(places.shape, self.shape)
        found: Array = np.asarray(self.shape.ppf(places), dtype=float)
        return found

    def at_normal(self, z: npt.ArrayLike) -> Array:
        """Turn draws of a standard normal into draws of this, read from a table of its quantiles.

        Parameters
        ----------
        z : array_like

        Returns
        -------
        numpy.ndarray

        Examples
        --------
        >>> Uncertain.normal(100, 10).at_normal([-1, 0, 2]).round(3).tolist()
        [90.0, 100.0, 120.0]
        """
        scores = np.asarray(z, dtype=float)
        if self.is_certain:
            return np.full(scores.shape, self.shape)
        values, steps = self._table
        # The places are evenly spaced, so that nobody has to search for them.
        place = np.clip((scores + _FAR) * ((_PLACES - 1) / (2 * _FAR)), 0.0, _PLACES - 1.0)
        whole = place.astype(np.intp)
        found: Array = values[whole] + (place - whole) * steps[whole]
        return found

    @cached_property
    def _table(self) -> tuple[Array, Array]:
        from scipy.special import ndtr

        places = np.linspace(-_FAR, _FAR, _PLACES)
        upper = places > 0
        # From above the far end keeps its digits.
        values = np.where(upper, self.shape.isf(ndtr(-places)), self.shape.ppf(ndtr(places)))
        heights = np.asarray(values, dtype=float)
        return heights, np.append(np.diff(heights), 0.0)
