"""Who is still a customer, who is slipping away, and whom to win back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clvwidgets.charts.lifecycle import alive_grid, stage_bars
from clvwidgets.data.ages import orders_between
from clvwidgets.data.customer_table import keep_free
from clvwidgets.segments.axes import Ranges
from clvwidgets.segments.groups import Groups
from clvwidgets.segments.lifecycle import STAGES, at_stake, life_stages, round_edges
from clvwidgets.segments.rules import OneOf, Query
from clvwidgets.widgets.explorers.explorer import Explorer
from clvwidgets.widgets.panel.fields import choice, quantity
from clvwidgets.widgets.panel.views import COUNT, CUSTOMERS, MONEY, PERCENT, chart_view, table_view

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from clvwidgets.data import TransactionLog
    from clvwidgets.models import CustomerValue
    from clvwidgets.segments.groups import Mask
    from clvwidgets.widgets.panel.views import Columns

_NAMES = {"probability_alive": "probability alive", "value": "expected value"}
_TENTHS = tuple(step / 10 for step in range(1, 10))


class LifecycleExplorer(Explorer):
    """P(alive) against expected value: choose whom to win back, and save the list.

    The list is sorted by what is at stake: what a customer would bring if they came back, less
    what is to be expected of them as it is.

    Parameters
    ----------
    transactions : TransactionLog or table
        A log, or what one can be made from.
    model : CustomerValue, optional
        Fitted or not, in weeks. By default MBG/NBD purchases with gamma-gamma spend: under BG/NBD
        nobody can leave before a second purchase, so that all who bought once would stand among
        the living for ever, and nobody would win them back. No log tells which of the two is
        right: where customers were made by BG/NBD, as those of the simulated shop were, give that
        model. The panel says by which one it counts.
    horizon : float
        Weeks over which value is counted.
    margin : float
        Share of revenue left after the cost of goods; 1 counts revenue.
    discount : float
        Rate per year.
    stage : {"all", "introduction", "growth", "maturity", "decline"}
        Which customers are shown.
    shade : {"customers", "value", "at_stake"}
        What the shade of a cell shows.
    at_most : int
        How many customers a saved list names at most, those with most at stake.
    **options : any
        As every `Explorer`.

    Attributes
    ----------
    customers : pandas.DataFrame
        One row a customer: the table of ``log.customers("W")``, the columns of
        ``CustomerValue.predict``, ``orders``, ``at_stake`` and ``stage``. Who bought again without
        paying is expected to pay nothing.
    model : CustomerValue, fitted

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> explorer = LifecycleExplorer(load_dataset("cdnow").query("in_sample"))
    >>> explorer.select("Win back")
    >>> bool((explorer.selected["probability_alive"] <= 0.6).all())
    True
    """

    title = "Who is slipping away?"
    panel_name = "Lifecycle explorer"
    noun = ("cell", "cells")
    file_name = "win-back"
    order = "at_stake"
    is_chosen_by_keys = False  # the stage counts too

    stage = choice(
        "Stage of life",
        "all",
        options={"all": "All", **{name: name.capitalize() for name in STAGES}},
        help="Shows and chooses customers of one stage only.",
    )
    shade = choice(
        "Shade shows",
        "customers",
        options={"customers": "Customers", "value": "Expected value", "at_stake": "At stake"},
        help="What makes a cell of the grid stand out.",
    )
    at_most = quantity(
        "A list names at most",
        200,
        low=10,
        high=1000,
        step=10,
        whole=True,
        help="Those with most at stake come first.",
    )

    def __init__(
        self,
        transactions: Any,
        *,
        model: CustomerValue | None = None,
        horizon: float = 52,
        margin: float = 1.0,
        discount: float = 0.10,
        **options: Any,
    ) -> None:
        self._given_model = model
        self._terms = {"horizon": horizon, "margin": margin, "discount": discount}
        super().__init__(transactions, **options)

    def measured(self, log: TransactionLog) -> pd.DataFrame:
        """Measure each customer."""
        keep_free(log, ["orders", "at_stake", "stage"])
        customers = log.customers("W")
        self.model = self._fitted(customers)
        predicted = self._predicted(customers)
        keep_free(log, predicted.columns)
        found = customers.join(predicted)
        orders = customers["frequency"] + 1
        recent, earlier = _recent_orders(log)
        stages = life_stages(found["probability_alive"], orders, recent, earlier)
        return found.assign(orders=orders, at_stake=at_stake(found), stage=stages)

    def _fitted(self, customers: pd.DataFrame) -> CustomerValue:
        from clvwidgets.models import MBGNBD, CustomerValue, GammaGamma

        model = self._given_model or CustomerValue(MBGNBD(), GammaGamma())
        if not hasattr(model.purchases, "params_"):
            model.purchases.fit(customers)
        if not hasattr(model.spend, "params_"):
            model.spend.fit(customers[~_pays_nothing(customers)])
        return model

    def _predicted(self, customers: pd.DataFrame) -> pd.DataFrame:
        """Predict each customer's value; who bought again for nothing is expected to go on so."""
        free = _pays_nothing(customers)
        paid = customers["monetary_value"].mask(free, customers["monetary_value"].max())
        found = self.model.predict(customers.assign(monetary_value=paid), period="W", **self._terms)
        found.loc[free, ["expected_spend", "value"]] = 0.0
        return found

    def grouped(self) -> Groups:
        """Sort the customers into groups."""
        self._edges = round_edges(self.customers["value"])
        axes = [
            Ranges("probability_alive", _TENTHS, prefix="a"),
            Ranges("value", self._edges, prefix="v"),
        ]
        return Groups(self.customers, axes, _NAMES)

    def sums(self) -> dict[str, Any]:
        """Name what is added up in each group."""
        return {name: self.customers[name].to_numpy() for name in ("value", "at_stake")}

    def _cells(self, among: Mask | None = None) -> pd.DataFrame:
        """Add up the cells stage by stage; those without customers are in one of them."""
        import pandas as pd

        stages = self.customers["stage"].to_numpy()
        parts = []
        for name in STAGES:
            inside = stages == name
            part = self.groups.sums(self.sums(), inside if among is None else inside & among)
            parts.append(part.assign(stage=name))
        alive, value = (axis.labels for axis in self.groups.axes)
        cells = pd.concat(parts)
        cells["tenths"] = [alive[place] for place in cells["first"]]
        cells["range"] = [value[place] for place in cells["second"]]
        return cells

    def _own_mask(self) -> Mask:
        chosen = super()._own_mask()
        if self.stage == "all":
            return chosen
        inside: Mask = (self.customers["stage"] == self.stage).to_numpy()
        return chosen & inside

    @property
    def query(self) -> Query:
        """The rule of the choice, with the stage where one is chosen."""
        found = super().query
        return found if self.stage == "all" else found.also(OneOf("stage", (self.stage,)))

    def _listed(self, consent: str | None) -> pd.DataFrame:
        return super()._listed(consent).head(int(self.at_most))

    # The description for the browser

    def views(self) -> list[dict[str, Any]]:
        """Describe the tabs."""
        columns = {
            "tenths": ("Probability alive", None),
            "range": ("Expected value", None),
            "customers": ("Customers", COUNT),
            "value": ("Expected value in all", MONEY),
            "at_stake": ("At stake", MONEY),
        }
        chart = alive_grid(self._edges, self._headline(), self._model_in_words())
        return [
            chart_view("chart", "Grid", chart),
            chart_view("stages", "Stages", stage_bars(list(STAGES), self._stage_headline())),
            table_view("chart", columns),
        ]

    def _headline(self) -> str:
        alive = self.customers["probability_alive"]
        gone = self._written(float((alive < 0.5).mean()), PERCENT)
        stake = self._written(float(self.customers["at_stake"].sum()), MONEY)
        return f"{gone} of the customers have probably left; {stake} is at stake"

    def _model_in_words(self) -> str:
        """Say by which model is counted, and what it makes of who bought once."""
        alive = self.customers.loc[self.customers["frequency"] == 0, "probability_alive"]
        name = type(self.model.purchases).__name__
        if not len(alive) or self._is_small(len(alive)):
            return f"Counted by {name}"
        if alive.min() == 1.0:
            return f"Counted by {name}, which lets nobody leave before a second purchase"
        left = self._written(round(1.0 - float(alive.mean()), 2), PERCENT)
        return f"Counted by {name}: {left} of those who bought once have left, by BG/NBD nobody"

    def _more_in_words(self) -> dict[str, str]:
        return {**super()._more_in_words(), "Model": self._model_in_words()}

    def _stage_headline(self) -> str:
        shares = self.customers.groupby("stage", observed=False)["value"].sum()
        place, whole = int(shares.to_numpy().argmax()), float(shares.sum())
        share = self._written(float(shares.iloc[place]) / whole if whole else 0.0, PERCENT)
        return f"{share} of the expected value comes from customers in {shares.index[place]}"

    def _summed(self) -> Columns:
        return {
            "customers": ("", CUSTOMERS),
            "value": ("expected value", MONEY),
            "at_stake": ("at stake", MONEY),
        }

    def _selection_rule(self) -> dict[str, Any]:
        return {**super()._selection_rule(), "x": "x", "y": "y"}

    def named_groups(self) -> list[dict[str, Any]]:
        """Name groups that can be chosen at once."""
        # Tenths of the probability, and the upper or the lower half of the ranges of value.
        rows = len(self._edges) + 1
        upper, lower = range(rows // 2, rows), range(rows // 2)
        groups = {
            "Win back": (range(1, 6), upper, "Slipping away and worth it: write, call, offer"),
            "Keep": (range(8, 10), upper, "Alive and valuable: thank them, serve them well"),
            "Grow": (range(8, 10), lower, "Alive, with room to grow: show what else there is"),
            "Let rest": (range(5), lower, "Probably gone and small: write rarely and cheaply"),
        }
        return [
            {
                "label": label,
                "keys": [f"a{one + 1}v{other + 1}" for one in tenths for other in values],
                "help": help_text,
            }
            for label, (tenths, values, help_text) in groups.items()
        ]


def _pays_nothing(customers: pd.DataFrame) -> pd.Series[bool]:
    """Whose repeat purchases brought no money: a model of spend cannot tell anything of them."""
    return (customers["frequency"] > 0) & (customers["monetary_value"] <= 0)


def _recent_orders(log: TransactionLog) -> list[np.ndarray[Any, np.dtype[np.int64]]]:
    """Orders of each customer in the last quarter of the log's time, and in the one before."""
    stretch = ((log.end - log.start) / 4).floor("D")
    days = [log.end - back * stretch for back in range(3)]
    return [orders_between(log, days[1], days[0]), orders_between(log, days[2], days[1])]
