"""Carts that are given up: what it brings to take one cause away."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt

from clvwidgets.charts.bars import named_bars, result_bars
from clvwidgets.charts.signals import lookup, money_text, signal
from clvwidgets.charts.theme import NEUTRAL, VALUE
from clvwidgets.formulas.arithmetic import where
from clvwidgets.segments import BUSINESS_MODELS, BusinessModel
from clvwidgets.strategies import cart_survival, carts_recovered, ordered_in_the_end
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import (
    ChoiceField,
    Known,
    NumberField,
    money,
    quantity,
    rate,
)

_CAUSES: Final = {
    "shipping": "Shipping",
    "slow": "Slow pages",
    "account": "Demand for an account",
    "payment": "Ways to pay",
    "looking": "Only looking",
}
_STRANGERS: Final[dict[str, Any]] = {
    "buyers": 1877,
    "margin": 10.8,
    "lost": 0.6,
    "shipping": 0.159,
    "slow": 0.0502,
    "account": 0.0891,
    "payment": 0.04,
    "looking": 0.22,
    "cause": "account",
    "fixed": 1.0,
}


def _preset(model: BusinessModel) -> dict[str, Any]:
    """Write a kind of business: of carts seven in ten are given up, half of them for good."""
    return {
        "buyers": 1000,
        "margin": round(model.order_value * model.gross_margin, 2),
        "lost": 0.5,
        "shipping": 0.35,
        "slow": 0.1,
        "account": 0.15,
        "payment": 0.1,
        "looking": 0.3,
        "cause": "shipping",
        "fixed": 0.5,
    }


def _chance(label: str, default: float, help_text: str, known: Known | None = None) -> NumberField:
    return rate(label, default, high=0.8, step=0.005, help=help_text, known=known)


class CartSimulator(Calculator):
    """What it brings to take away one of the causes that stop carts.

    Each cause stops a cart by itself, so what gets through multiplies, and a cart freed of one
    cause may be stopped by the next. Some of those stopped try again unasked: they are not lost,
    and nobody wins them back.

    Parameters
    ----------
    buyers : float
        Buyers who fill a cart, per period.
    margin : float
        Money of an order, its margin.
    lost : float
        Share of those stopped who never try again.
    shipping, slow, account, payment, looking : float
        Share of carts that each cause stops, of those that nothing else stops.
    cause : {"shipping", "slow", "account", "payment", "looking"}
        The cause that is taken away.
    fixed : float
        Part of it that is taken away, relative.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    Chiang (1968), on competing causes; Baymard Institute, 49 studies: 70 of 100 carts are given
    up. Reasons that people state are not causes.

    Examples
    --------
    >>> panel = CartSimulator(lost=1)
    >>> panel.lost = 0
    >>> panel.may_cost
    0.0
    """

    title = "What may it cost to fix the checkout, if some would have come back anyway?"
    panel_name = "Carts given up"

    buyers = quantity(
        "Buyers with a cart per {period}",
        1877,
        high=20_000,
        step=10,
        per_period="flow",
        help="People, not carts: who tries again is counted once.",
    )
    margin = money("Margin of an order", 10.8, high=500, step=0.1, help="What one order leaves.")
    lost = rate(
        "Stopped, and never back",
        0.6,
        high=1,
        step=0.01,
        help="Of 100 stopped. The others try again, without a reminder.",
    )
    shipping = _chance("Stopped by shipping", 0.16, "Of 100 carts that nothing else stops.")
    slow = _chance("Stopped by slow pages", 0.05, "Of 100 carts that nothing else stops.")
    account = _chance(
        "Stopped by an account",
        0.09,
        "Of 100 carts that nothing else stops; a coin asked half of them.",
        Known(0.0891, 0.0762, 0.1019, "strangers, by a coin"),
    )
    payment = _chance("Stopped at the payment", 0.04, "Of 100 carts that nothing else stops.")
    looking = _chance("Only looking", 0.22, "Of 100 carts that nothing else stops.")
    cause = ChoiceField("Take away", "account", options=_CAUSES, help="The cause to work on.")
    fixed = rate(
        "Part of it taken away",
        1,
        high=1,
        step=0.05,
        help="100 % is all of it; shipping free from a lower value on is a part.",
    )

    readouts = (
        Readout("may_cost", "Fixing it may cost per {period}", "money", "higher"),
        Readout("orders", "Orders recovered per {period}", "ratio", "higher"),
        Readout("given_up", "Carts given up", "percent", "lower"),
        Readout("never", "Buyers who never order", "percent", "lower"),
        Readout("by_shipping", "All shipping, per {period}", "money", "higher"),
        Readout("by_slow", "All slow pages, per {period}", "money", "higher"),
        Readout("by_account", "All accounts, per {period}", "money", "higher"),
        Readout("by_payment", "All payments, per {period}", "money", "higher"),
        Readout("by_looking", "All looking, per {period}", "money", "higher"),
    )
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Shop: strangers at the checkout": _STRANGERS,
        "Shop: customers, who come back": {**_STRANGERS, "lost": 0},
        **{model.name: _preset(model) for model in BUSINESS_MODELS},
    }

    def outputs(
        self,
        buyers: Any,
        margin: Any,
        lost: Any,
        shipping: Any,
        slow: Any,
        account: Any,
        payment: Any,
        looking: Any,
        cause: Any,
        fixed: Any,
    ) -> dict[str, Any]:
        """Compute what each cause takes, and what it brings to take the chosen one away."""
        others_shipping = cart_survival([slow, account, payment, looking])
        others_slow = cart_survival([shipping, account, payment, looking])
        others_account = cart_survival([shipping, slow, payment, looking])
        others_payment = cart_survival([shipping, slow, account, looking])
        others_looking = cart_survival([shipping, slow, account, payment])
        through = others_looking * (1 - looking)
        chance = where(
            cause == "shipping",
            shipping,
            where(
                cause == "slow",
                slow,
                where(cause == "account", account, where(cause == "payment", payment, looking)),
            ),
        )
        others = where(
            cause == "shipping",
            others_shipping,
            where(
                cause == "slow",
                others_slow,
                where(
                    cause == "account",
                    others_account,
                    where(cause == "payment", others_payment, others_looking),
                ),
            ),
        )
        orders = carts_recovered(buyers, chance, others, lost, 1, fixed)
        return {
            "may_cost": orders * margin,
            "orders": orders,
            "given_up": 1 - through,
            "never": 1 - ordered_in_the_end(through, lost),
            "by_shipping": carts_recovered(buyers, shipping, others_shipping, lost, margin),
            "by_slow": carts_recovered(buyers, slow, others_slow, lost, margin),
            "by_account": carts_recovered(buyers, account, others_account, lost, margin),
            "by_payment": carts_recovered(buyers, payment, others_payment, lost, margin),
            "by_looking": carts_recovered(buyers, looking, others_looking, lost, margin),
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw what each cause would bring, if it were taken away by itself."""
        named = {
            f"by_{name}": (label, NEUTRAL if name == "looking" else VALUE)
            for name, label in _CAUSES.items()
        }
        what = signal(lookup([text.lower() for text in _CAUSES.values()], "cause", [*_CAUSES]))
        title = alt.expr.if_(
            now.may_cost > 0,
            'Less of "'
            + what
            + '" may cost '
            + money_text(now.may_cost)
            + f" per {self.period}; "
            + alt.expr.format(100 * now.given_up, ",.0f")
            + " of 100 carts are given up, "
            + alt.expr.format(100 * now.never, ",.0f")
            + " of 100 buyers never order",
            "Nothing is recovered: whoever is stopped comes back, or nothing is taken away",
        )
        bars = named_bars(now, pinned, named)
        return result_bars(bars, title, f"margin per {self.period}, {self.currency}")

    def steps(self) -> list[Step]:
        """List the formulas."""
        return [
            Step(
                "Carts given up",
                "1 − (1 − {shipping}) × (1 − {slow}) × (1 − {account}) × (1 − {payment}) "
                "× (1 − {looking})",
                "given_up",
            ),
            Step("Fixing it may cost", "{orders} × {margin}", "may_cost"),
        ]
