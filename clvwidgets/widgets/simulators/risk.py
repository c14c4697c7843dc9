"""What can go wrong with a new customer, and which uncertainty matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

from clvwidgets.charts.risk import (
    BINS,
    INPUTS,
    MARKS,
    SCENARIOS,
    risk_inputs,
    risk_pile,
    risk_scenarios,
    risk_tornado,
)
from clvwidgets.charts.signals import signal
from clvwidgets.display import panel_json
from clvwidgets.formulas import convert_rate
from clvwidgets.number_format import format_number
from clvwidgets.segments import BUSINESS_MODELS
from clvwidgets.widgets.panel.fields import NumberField, choice
from clvwidgets.widgets.panel.panel import Panel, plain_rows
from clvwidgets.widgets.panel.pinning import Pinning, scenario_rows
from clvwidgets.widgets.panel.views import MONEY, NUMBER, PERCENT, chart_view, table_view
from clvwidgets.widgets.simulators._guesses import (
    INPUTS_BY_NAME,
    RESULTS,
    guesses_of,
    in_browser,
    preset,
    told_of,
    uncertain,
    worth,
)

if TYPE_CHECKING:
    import pandas as pd

    from clvwidgets.effects import ClvRisk

_MOST_MONEY: Final = 1e9
_KEPT: Final = 32  # answers that are not computed again
_IN_BROWSER: Final = ("best_guess", "at_means")
_IN_TABLE: Final = ("best_guess", "mean", "loses", "floor", "shortfall", "churn_matters")


def _amount(label: str, default: float, high: float, help: str) -> NumberField:  # noqa: A002
    return NumberField(
        label,
        default,
        high=high,
        legal=(0, _MOST_MONEY),
        number_format=MONEY,
        help=help,
        needs_kernel=True,
    )


def _share(label: str, default: float, help: str, low: float = 0.0) -> NumberField:  # noqa: A002
    return NumberField(
        label,
        default,
        low=low,
        high=0.5,
        step=0.001,
        legal=(low, 1),
        number_format=PERCENT,
        help=help,
        needs_kernel=True,
    )


class RiskSimulator(Pinning, Panel):
    """A guess in ranges in place of one number: what may come, and what to measure first.

    A customer pays a margin each month from now on until they leave. Margin, churn and the cost
    of winning a customer are guessed by lowest, likeliest and highest value and drawn 100,000
    times; the seed is fixed, so that a change of the numbers is a change of the guess. A lowest
    value above the likeliest counts as the likeliest, and so does a highest below it. What is
    uncertain here is shared by all customers: many do not even it out.

    Parameters
    ----------
    margin_low, margin, margin_high : float
        Money per customer and month: lowest, likeliest, highest.
    churn_low, churn, churn_high : float
        Share of customers that leaves in a month.
    cac_low, cac, cac_high : float
        Money to win a customer.
    shape : {"triangular", "pert", "natural"}
        How what lies between is drawn: straight up and down; less at the ends; or normal margin,
        beta churn and gamma cost of the triangle's mean and spread, which go beyond the ends.
    tied : float
        Correlation of churn and cost, -1 to 1.
    discount : float
        Rate per year, from 0.01.
    seed : int, optional
        Of the draws.
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    Vose (2008), Risk Analysis; Sobol (2001), Mathematics and Computers in Simulation 55.

    Examples
    --------
    >>> risk = RiskSimulator()
    >>> round(risk.results["best_guess"]), round(risk.results["mean"])
    (98, 43)
    >>> risk.tied = 0.8
    >>> risk.results["floor"] < -150
    True
    """

    title = "What can go wrong with a new customer, and which guess should be measured first?"
    panel_name = "Risk"

    margin_low = _amount("Margin per month, lowest", 17, 200, "Of each customer while they stay.")
    margin = _amount("Margin per month, likeliest", 20, 200, "Of each customer while they stay.")
    margin_high = _amount("Margin per month, highest", 23, 200, "Of each customer while they stay.")
    churn_low = _share("Churn per month, lowest", 0.02, "Of 100 customers, how many leave.")
    churn = _share("Churn per month, likeliest", 0.05, "Of 100 customers, how many leave.")
    churn_high = _share("Churn per month, highest", 0.12, "Of 100 customers, how many leave.")
    cac_low = _amount("CAC, lowest", 150, 1000, "Cost to win one customer.")
    cac = _amount("CAC, likeliest", 250, 1000, "Cost to win one customer.")
    cac_high = _amount("CAC, highest", 400, 1000, "Cost to win one customer.")
    shape = choice(
        "What lies between",
        "triangular",
        options={
            "triangular": "triangle",
            "pert": "PERT: less at the ends",
            "natural": "normal, beta, gamma: beyond the ends",
        },
        help="How likely the values between the ends are.",
        needs_kernel=True,
    )
    tied = NumberField(
        "Correlation of churn and CAC",
        0.0,
        low=-1.0,
        high=1.0,
        step=0.05,
        legal=(-1, 1),
        number_format=NUMBER,
        help="Above 0 where customers who are dear to win leave sooner.",
        needs_kernel=True,
    )
    discount = _share("Discount rate per year", 0.10, "What money costs.", 0.01)

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "A new channel for the subscription": {},
        **{model.name: preset(model) for model in BUSINESS_MODELS},
    }

    _shown_for: tuple[Any, ...] = ()

    def __init__(self, *, seed: int = 18, **options: Any) -> None:
        self.seed = seed
        self._answers: dict[tuple[Any, ...], dict[str, float]] = {}
        super().__init__(**options)

    # Results

    @property
    def results(self) -> dict[str, float]:
        """The results by name: values in money per customer, shares as fractions.

        Examples
        --------
        >>> round(RiskSimulator().results["loses"], 2)
        0.39
        """
        return dict(self._answer(self.values))

    def risk(self) -> ClvRisk:
        """Draw the present scenario.

        Returns
        -------
        ClvRisk
            With all draws.

        Examples
        --------
        >>> len(RiskSimulator().risk().values)
        100000
        """
        return self._drawn_risk(self.values)

    def to_frame(self) -> pd.DataFrame:
        """Table of the fields and results, one row each, of what is now and what is pinned.

        Returns
        -------
        pandas.DataFrame
            Columns scenario, kind ("input" or "result"), name, label, value.
        """
        labels = {name: field.label for name, field in self.fields().items()}
        labels |= {name: label for name, (label, _) in RESULTS.items()}
        return scenario_rows(self.values, self.pinned, labels, self._answer)

    def to_python(self) -> str:
        """Write code that draws the same without the widget.

        Returns
        -------
        str
            Python, to be run as it is.

        Examples
        --------
        >>> space = {}
        >>> exec(RiskSimulator().to_python().replace("print", "str"), space)
        >>> round(space["found"].mean)
        43
        """
        guesses = guesses_of(self.values)
        inputs = "\n".join(
            f"{name} = Uncertain.{kind}({', '.join(f'{number!r}' for number in numbers)})"
            for name, (kind, numbers) in guesses.items()
        )
        return (
            "from clvwidgets.effects import Uncertain, clv_risk\n"
            "from clvwidgets.formulas import convert_rate\n\n"
            f"{inputs}\n"
            f"discount = float(convert_rate({self.discount!r}, 'year', 'month'))\n"
            "found = clv_risk(\n"
            f"    margin, churn, cac, discount, correlation={self.tied!r}, seed={self.seed!r}\n"
            ")\n"
            "print(found.at_risk)\n"
        )

    def _scenarios(self) -> list[tuple[str, dict[str, Any]]]:
        return [("now", self.values), *((pin["name"], pin["values"]) for pin in self.pinned)]

    # Drawing

    def _drawn_risk(self, values: Mapping[str, Any]) -> ClvRisk:
        # SciPy is only needed here, and not for looking at a saved panel.
        from clvwidgets.effects import clv_risk

        margin, churn, cac = (uncertain(*guess) for guess in guesses_of(values).values())
        discount = float(convert_rate(values["discount"], "year", "month"))
        tied = values["tied"]
        return clv_risk(margin, churn, cac, discount, correlation=tied, seed=self.seed)

    def _answer(self, values: Mapping[str, Any], drawn: ClvRisk | None = None) -> dict[str, float]:
        key = tuple(values[name] for name in self.fields())
        if key not in self._answers:
            found = drawn or self._drawn_risk(values)
            if len(self._answers) >= _KEPT:
                self._answers.pop(next(iter(self._answers)))
            self._answers[key] = told_of(found, in_browser(values))
        return self._answers[key]

    def _must_answer(self) -> None:
        """Draw once a move, however many fields it has moved."""
        super()._must_answer()
        if self._shown_for != (self.values, self.pinned):
            self._draw()

    def _draw(self) -> None:
        """Draw the scenario and hand the browser what its charts show."""
        import pandas as pd

        found = self._drawn_risk(self.values)
        told = self._answer(self.values, found)
        marks = [
            {"name": name, "value": told[key], "loses": told["loses"]}
            for name, key in (("5% floor", "floor"), ("mean", "mean"), ("best guess", "best_guess"))
        ]
        inputs = pd.DataFrame(
            {
                "input": list(INPUTS_BY_NAME.values()),
                "first": found.importance["first"].clip(0, 1).round(4).to_numpy(),
                "total": found.importance["total"].clip(0, 1).round(4).to_numpy(),
                **self._swings(told["best_guess"]),
            }
        ).sort_values("total", ascending=False, kind="stable")
        scenarios = [
            {"scenario": name, **self._answer(values)} for name, values in self._scenarios()
        ]
        self._shown_for = (self.values, self.pinned)
        self.datasets = {
            BINS: plain_rows(found.bins().assign(share=lambda bins: bins["share"].round(5))),
            MARKS: plain_rows(marks),
            INPUTS: plain_rows(inputs),
            SCENARIOS: plain_rows(scenarios),
        }

    def _swings(self, best: float) -> dict[str, list[float]]:
        """Find the value with one input at its fifth or ninety-fifth percent, others as guessed."""
        guesses = {name: uncertain(*guess) for name, guess in guesses_of(self.values).items()}
        ends = [
            [
                float(worth({**self.values, name: float(one.ppf(share))}))
                for name, one in guesses.items()
            ]
            for share in (0.05, 0.95)
        ]
        spans = [abs(high - low) for low, high in zip(*ends, strict=True)]
        same = [best] * len(spans)
        return {"at_low": ends[0], "at_high": ends[1], "span": spans, "best_guess": same}

    # The description for the browser

    def _declare(self) -> dict[str, Any]:
        self._draw()
        traced = in_browser({name: signal(name) for name in self.fields()})
        start = {name: field.default_value for name, field in self.fields().items()}
        columns = {
            "scenario": ("Scenario", None),
            **{name: RESULTS[name] for name in _IN_TABLE},
        }
        return {
            **super()._declare(),
            "presets": [
                {"name": name, "values": {**start, **other}} for name, other in self.presets.items()
            ],
            "outputs": [
                {
                    "name": name,
                    "label": RESULTS[name][0],
                    "expr": str(traced[name]),
                    "format": MONEY.to_json(),
                    "better": "higher",
                }
                for name in _IN_BROWSER
            ],
            "headline": list(_IN_BROWSER),
            "views": [
                chart_view("chart", "What may come", risk_pile(self.currency)),
                chart_view("inputs", "What to measure", risk_inputs()),
                chart_view("tornado", "One at a time", risk_tornado(self.currency)),
                chart_view("scenarios", "Pinned", risk_scenarios(self.currency)),
                {"kind": "scenarios", "id": "values", "label": "Scenarios"},
                table_view("scenarios", columns),
            ],
            "python": {
                "import": f"from clvwidgets import {type(self).__name__}",
                "call": type(self).__name__,
                "fixed": {"seed": self.seed},
            },
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
            for name, (label, kind) in list(RESULTS.items())[:4]
        }

    def _more_in_words(self) -> dict[str, str]:
        told = self.results
        first = max(INPUTS_BY_NAME, key=lambda name: told[f"{name}_matters"])
        share = format_number(told[f"{first}_matters"], PERCENT, locale=self.locale)
        return {
            "Measure first": f"{INPUTS_BY_NAME[first]} ({share} of the variance)",
            "Draws": f"100,000 with seed {self.seed}",
        }
