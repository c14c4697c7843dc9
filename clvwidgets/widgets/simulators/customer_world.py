"""A small world whose truth is known, and what methods recover of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets

from clvwidgets.charts.recovery import CURVES, METHODS, recovered_bars, recovered_curves
from clvwidgets.number_format import format_number
from clvwidgets.widgets.panel.fields import NumberField, money
from clvwidgets.widgets.panel.panel import Panel, plain_rows
from clvwidgets.widgets.panel.views import COUNT, MONEY, NUMBER, PERCENT, chart_view, table_view

if TYPE_CHECKING:
    import pandas as pd

_WEEKS_A_YEAR = 365.25 / 7.0
_SIMULATED = ("leaving", "heterogeneity", "rate", "seasonality", "months")
_PRESETS: tuple[tuple[str, dict[str, float]], ...] = (
    ("A coffee shop", {}),
    ("All customers alike", {"heterogeneity": 0}),
    ("Very different customers", {"heterogeneity": 3}),
    ("A strong season", {"seasonality": 0.6}),
    ("A short record", {"months": 12}),
    ("Rare purchases", {"rate": 2}),
)


def _simulated(label: str, default: float, low: float, high: float, **parts: Any) -> NumberField:
    """Make a field of which only Python knows what a change does."""
    return NumberField(
        label, default, low=low, high=high, legal=(low, high), needs_kernel=True, **parts
    )


class CustomerWorld(Panel):
    """Customers whose habits are known, and what four methods make of their orders.

    Four thousand customers of a shop are simulated: they come evenly during the records, order
    at random, and may leave for good after each order. Each method sees the orders only and
    says how much margin a new customer brings in five years:

    * BG/NBD: the model whose assumptions this world fulfils, but for the season;
    * cohort average: mean orders at each age, continued as they ended;
    * 1 ÷ churn: orders per half year times a lifespan, where whoever did not buy for half a year
      counts as lost;
    * so far: what an average customer has brought up to now.

    Parameters
    ----------
    leaving : float
        Mean chance of leaving after a repeat order, 0 to 0.6.
    heterogeneity : float
        0 where all customers are alike, 1 as in the course's shop, up to 3.
    rate : float
        Mean orders per year while a customer stays, 1 to 30.
    seasonality : float
        Swing of the rate of orders over the year, 0 to 0.9; the records end in December.
    months : int
        Length of the records, 12 to 48.
    margin : float
        Money per order.
    seed : int, optional
        Of the random numbers; the same seed gives the same customers.
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    Examples
    --------
    >>> world = CustomerWorld(seasonality=0)
    >>> world.results["truth"] > world.results["1 ÷ churn"]
    True
    >>> world.heterogeneity = 0
    >>> abs(world.off["BG/NBD"]) < 0.05
    True
    """

    title = "What do methods recover of a world whose truth is known?"
    panel_name = "Customer world"

    heterogeneity = _simulated(
        "How much customers differ",
        1.0,
        0.0,
        3.0,
        step=0.1,
        number_format=NUMBER,
        help="0: all alike. 1: as in the course's shop. 3: a few keen ones and many who come once.",
    )
    leaving = _simulated(
        "Leave after an order",
        0.15,
        0.0,
        0.6,
        step=0.01,
        number_format=PERCENT,
        help="Of 100 repeat orders, how many are the customer's last.",
    )
    rate = _simulated(
        "Orders per year",
        8.0,
        1.0,
        30.0,
        step=1.0,
        number_format=NUMBER,
        help="How often a customer orders on average, while a customer.",
    )
    seasonality = _simulated(
        "Season",
        0.1,
        0.0,
        0.9,
        step=0.05,
        number_format=PERCENT,
        help="How far orders swing above and below their mean over the year; most in December.",
    )
    months = _simulated(
        "Months on record",
        24.0,
        12.0,
        48.0,
        step=1.0,
        whole=True,
        number_format=COUNT,
        help="How long the shop has kept records; they end in December.",
    )
    margin = money("Margin per order", 10, high=60, help="What an order leaves after its costs.")

    _shown_for: tuple[float, ...] = ()

    def __init__(self, *, seed: int = 2024, **options: Any) -> None:
        self.seed = _checked_seed(seed)
        self.methods: pd.DataFrame
        super().__init__(**options)

    # Results

    @property
    def results(self) -> dict[str, float]:
        """Five-year margin of a new customer: the truth, and what each method finds.

        Examples
        --------
        >>> list(CustomerWorld().results)
        ['truth', 'BG/NBD', 'cohort average', '1 ÷ churn', 'so far']
        """
        orders = self.methods.set_index("method")["orders"]
        return {str(name): float(value) for name, value in (orders * self.margin).items()}

    @property
    def off(self) -> dict[str, float]:
        """How far each method is off the truth, as a fraction of it."""
        off = self.methods.set_index("method")["off"].iloc[1:]
        return {str(name): float(value) for name, value in off.items()}

    def to_frame(self) -> pd.DataFrame:
        """Table of the methods.

        Returns
        -------
        pandas.DataFrame
            Columns method, value (five-year margin of a new customer), off (relative).
        """
        return self.methods.assign(value=self.methods["orders"] * self.margin)[
            ["method", "value", "off"]
        ]

    # Simulation

    @traitlets.observe(*_SIMULATED)
    def _simulate_anew(self, _change: Any) -> None:
        # Before the panel is declared nothing is shown; of several changes the first does all.
        if self.declaration and self._settings() != self._shown_for:
            with self.busy("Simulating customers"):
                self._simulate()

    def _settings(self) -> tuple[float, ...]:
        return tuple(getattr(self, name) for name in _SIMULATED)

    def _simulate(self) -> None:
        """Draw customers, let the methods look at their orders, and show what they find."""
        # SciPy and the models are only needed here, and not for looking at a saved panel.
        from clvwidgets.data.simulate import Habits
        from clvwidgets.models.recovery import Customers, compare, curves

        habits = Habits(self.rate / _WEEKS_A_YEAR, self.leaving, self.heterogeneity)
        customers = Customers(habits, self.months, self.seasonality, seed=self.seed)
        drawn = curves(customers)
        self.methods = compare(drawn, customers.so_far())
        # All digits would differ from one machine to the next.
        rows = {METHODS: self.methods.round(4), CURVES: drawn.round(4)}
        self.datasets = {name: plain_rows(table) for name, table in rows.items()}
        self._shown_for = self._settings()

    # The description for the browser

    def _declare(self) -> dict[str, Any]:
        self._simulate()
        names = self.methods["method"].tolist()
        points = len(self.datasets[CURVES]) // (len(names) - 1)
        curves = recovered_curves(names[:-1], points, "months")
        columns = {
            "method": ("Method", None),
            "value": ("Value", MONEY),
            "off": ("Off the truth", PERCENT),
        }
        start = {name: field.default_value for name, field in self.fields().items()}
        return {
            **super()._declare(),
            "presets": [{"name": name, "values": {**start, **other}} for name, other in _PRESETS],
            "views": [
                chart_view("chart", "Methods", recovered_bars(names)),
                chart_view("curves", "Over time", curves),
                table_view("chart", columns),
            ],
        }

    def _results(self) -> dict[str, float]:
        return self.results

    def _results_in_words(self) -> dict[str, str]:
        written = {
            name: format_number(value, MONEY, locale=self.locale, currency=self.currency)
            for name, value in self.results.items()
        }
        return {
            name: f"{text} ({self.off[name]:+.0%})" if name in self.off else text
            for name, text in written.items()
        }


def _checked_seed(seed: Any) -> int:
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise ValueError(f"seed must be a whole number, 0 or more, got {seed!r}.")
    return seed
