"""Who gets the benefit of a rule, and what it costs that each group gets its share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from clvwidgets.charts.fairness import GROUPS, chosen_shares, found_and_right
from clvwidgets.charts.signals import signal
from clvwidgets.display import panel_json
from clvwidgets.formulas.arithmetic import pick, where
from clvwidgets.number_format import NumberFormat, format_number
from clvwidgets.significant import significant
from clvwidgets.widgets.panel.fields import NumberField, choice
from clvwidgets.widgets.panel.panel import MOST_ROWS, Panel, plain_rows
from clvwidgets.widgets.panel.pinning import Pinning, scenario_rows
from clvwidgets.widgets.panel.views import COUNT, NUMBER, PERCENT, chart_view, table_view

if TYPE_CHECKING:
    import pandas as pd

_RULES: Final = {
    "best": "best value",
    "same_share": "same share of each group",
    "same_chance": "same chance for the truly best",
}
_RESULTS: Final[Mapping[str, tuple[str, NumberFormat]]] = {
    "ratio": ("Lowest share ÷ highest", NUMBER),
    "cost": ("Value given up", PERCENT),
    "exchanged": ("Customers exchanged", COUNT),
    "ratio_low": ("Ratio, 95% from", NUMBER),
    "ratio_high": ("Ratio, 95% to", NUMBER),
    "low_rate": ("Lowest share chosen", PERCENT),
    "high_rate": ("Highest share chosen", PERCENT),
    "passes": ("Four fifths reached (1 yes)", COUNT),
    "hidden": ("Groups hidden", COUNT),
}
_BETTER: Final = {"ratio": "higher", "cost": "lower"}
_PLACES: Final = 10  # shares of customers, each a twentieth more
_WORLD: Final = ("region", "age_group", "household", "channel")


class FairnessAudit(Pinning, Panel):
    """Who is chosen by a rule, group by group, and what equal shares cost.

    A share of the customers gets something: help first, a gift, a call. The rule takes the best
    by value; or the best of each group; or so that of those who turn out to be the best the same
    share is found in each group. No rule looks at a column of groups to rank, and yet groups may
    be chosen unlike, as another column may stand for them. Only sums of groups are kept, and of
    small ones nothing. This is arithmetic, and no legal advice.

    Parameters
    ----------
    table : table, optional
        One row a customer; the shop of the simulated world if left out, ranked by what BG/NBD
        expects for 2025, beside what is true.
    value : str
        Column that customers are ranked by.
    groups : sequence of str
        Columns of groups, at most five.
    came : str, optional
        Column of what each was worth, as came out later; needed for who was found.
    min_group : int
        Customers that a group must have to be shown.
    share : float
        Share of customers that is chosen, 0.05 to 0.5; counted at the nearest twentieth.
    attribute : str
        Column of groups that is shown.
    rule : {"best", "same_share", "same_chance"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    Uniform Guidelines on Employee Selection Procedures (1978), 29 CFR 1607.4 D; Hardt, Price &
    Srebro (2016), Equality of Opportunity in Supervised Learning.

    Examples
    --------
    >>> audit = FairnessAudit()
    >>> round(audit.results["ratio"], 2)
    0.81
    >>> audit.rule = "same_share"
    >>> round(audit.results["ratio"], 2), audit.results["cost"] < 0.01
    (1.0, True)
    """

    title = "Who gets the benefit of a rule, and what does an equal share for each group cost?"
    panel_name = "Fairness audit"

    share = NumberField(
        "Customers chosen",
        0.2,
        low=0.05,
        high=0.5,
        step=0.05,
        legal=(0.05, 0.5),
        number_format=PERCENT,
        help="Of 100 customers, how many get it; counted at the nearest five.",
    )
    attribute = choice("Groups by", "", options={}, help="The column that sorts the customers.")
    rule = choice("Choose by", "best", options=_RULES, help="How the list is made.")

    def __init__(
        self,
        table: Any = None,
        *,
        value: str = "value",
        groups: Sequence[str] = _WORLD,
        came: str | None = None,
        min_group: int = 10,
        **options: Any,
    ) -> None:
        # Pandas and the counting are only needed here, and not for looking at a saved panel.
        from clvwidgets.effects.fairness import RULES, fairness_tables

        if table is None:
            table, came = _world(), "came"
        given = (table, value, list(groups), came, min_group)
        self._summed, self._groups = fairness_tables(*given)
        if len(self._groups) > MOST_ROWS:
            raise ValueError(f"groups are {len(groups)} columns; name at most five.")
        self._call = (value, list(groups), came, min_group)
        self._attributes = list(dict.fromkeys(self._summed["attribute"]))
        self._rules = list(RULES) if came is not None else list(RULES[:2])
        fields = type(self).fields()
        offers = {
            "attribute": {name: name.replace("_", " ") for name in self._attributes},
            "rule": {name: _RULES[name] for name in self._rules},
        }
        self.add_traits(
            **{
                name: choice(fields[name].label, next(iter(of)), options=of, help=fields[name].help)
                for name, of in offers.items()
            }
        )
        self.datasets = {GROUPS: plain_rows(self._groups)}
        super().__init__(**options)

    # Results

    @property
    def results(self) -> dict[str, float]:
        """The results by name: shares as fractions.

        Examples
        --------
        >>> FairnessAudit().results["exchanged"]
        0.0
        """
        return self._answer(self.values)

    @property
    def shares(self) -> pd.DataFrame:
        """The groups as the chart shows them: who is chosen, with interval."""
        table = self._groups
        is_shown = (
            (table["attribute"] == self.attribute)
            & (table["rule"] == self.rule)
            & (table["share"] == 5 * round(20 * self.share))
        )
        shown = table[is_shown].set_index("group")
        return shown.drop(columns=["attribute", "rule", "share"])

    def to_frame(self) -> pd.DataFrame:
        """Table of the fields and results, one row each, of what is now and what is pinned.

        Returns
        -------
        pandas.DataFrame
            Columns scenario, kind ("input" or "result"), name, label, value.
        """
        labels = {name: field.label for name, field in self.fields().items()}
        labels |= {name: label for name, (label, _) in _RESULTS.items()}
        return scenario_rows(self.values, self.pinned, labels, self._answer)

    def to_python(self) -> str:
        """Write code that counts the same without the widget, of a table called ``table``.

        Returns
        -------
        str
            Python.

        Examples
        --------
        >>> print(FairnessAudit().to_python().splitlines()[0])
        from clvwidgets.effects import best_share, parity_ratio, selection_rates
        """
        value, _, came, min_group = self._call
        made = {
            "best": f"best_share(table[{value!r}], {self.share!r})",
            "same_share": f"same_share(table[{value!r}], group, {self.share!r})",
            "same_chance": (
                f"same_chance(table[{value!r}], group, table[{came!r}], {self.share!r})"
            ),
        }[self.rule]
        names = sorted([made.partition("(")[0], "parity_ratio", "selection_rates"])
        return (
            f"from clvwidgets.effects import {', '.join(names)}\n\n"
            f"group = table[{self.attribute!r}].astype(str)\n"
            f"chosen = {made}\n"
            f"print(selection_rates(chosen, group, min_group={min_group!r}))\n"
            f"print(parity_ratio(chosen, group, min_group={min_group!r}))\n"
        )

    def _answer(self, values: Mapping[str, Any]) -> dict[str, float]:
        return {name: float(found) for name, found in self._traced(values).items()}

    def _traced(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Look the results up by their place: in Python for values, in the browser for signals."""
        column, rule = (
            _place(values[name], known)
            for name, known in (("attribute", self._attributes), ("rule", self._rules))
        )
        if isinstance(values["share"], float):
            twentieth: Any = round(20 * values["share"]) - 1
        else:
            import altair as alt

            twentieth = alt.expr.round(20 * values["share"]) - 1
        place = (column * len(self._rules) + rule) * _PLACES + twentieth
        return {
            name: pick([significant(float(one), 6) for one in self._summed[name]], place)
            for name in _RESULTS
        }

    # The description for the browser

    def _declare(self) -> dict[str, Any]:
        traced = self._traced({name: signal(name) for name in self.fields()})
        first = {"attribute": self._attributes[0]}
        columns = {
            "group": ("Group", None),
            "written": ("Chosen", PERCENT),
            "low": ("95% from", PERCENT),
            "high": ("to", PERCENT),
            "customers": ("Customers", COUNT),
        }
        presets = {
            "The best fifth": {"share": 0.2, "rule": "best", **first},
            "The same share of each group": {"share": 0.2, "rule": "same_share", **first},
            "The best twentieth": {"share": 0.05, "rule": "best", **first},
        }
        is_known = "found" in self._groups
        return {
            **super()._declare(),
            "presets": [{"name": name, "values": values} for name, values in presets.items()],
            "outputs": [
                {
                    "name": name,
                    "label": label,
                    "expr": str(traced[name]),
                    "format": kind.to_json(),
                    **({"better": _BETTER[name]} if name in _BETTER else {}),
                }
                for name, (label, kind) in _RESULTS.items()
            ],
            "headline": list(_RESULTS)[:3],
            "views": [
                chart_view("chart", "Chosen", chosen_shares()),
                *([chart_view("found", "Found and right", found_and_right())] if is_known else []),
                {"kind": "scenarios", "id": "scenarios", "label": "Scenarios"},
                table_view("chart", columns),
            ],
        }

    def _results(self) -> dict[str, float]:
        return self.results

    def _stored_pinned(self) -> list[dict[str, Any]]:
        return [
            {**pin, "results": panel_json.rounded(self._answer(pin["values"]))}
            for pin in self.pinned
        ]

    def _results_in_words(self) -> dict[str, str]:
        told = self.results
        return {
            label: format_number(told[name], kind, locale=self.locale, currency=self.currency)
            for name, (label, kind) in list(_RESULTS.items())[:3]
        }

    def _more_in_words(self) -> dict[str, str]:
        told = self.results
        passes = "reached" if told["passes"] else "not reached"
        hidden = int(told["hidden"])
        return {
            "Four fifths": passes,
            **({"Hidden": f"{hidden} groups of few customers"} if hidden else {}),
        }


def _place(value: Any, known: Sequence[str]) -> Any:
    found: Any = 0
    for at, name in enumerate(known):
        found = where(value == name, at, found) if at else found
    return found


def _world() -> pd.DataFrame:
    """Read the shop's customers, what BG/NBD expects of them for 2025, and what is true."""
    from clvwidgets.data import load_dataset

    customers, forecasts, truth = (
        load_dataset(name).set_index("customer_id")
        for name in ("shop_customers", "shop_forecasts", "truth_shop")
    )
    came = truth["expected_orders_2025"] * truth["margin_per_order"]
    return customers[list(_WORLD)].assign(value=forecasts["bg_nbd"], came=came).reset_index()
