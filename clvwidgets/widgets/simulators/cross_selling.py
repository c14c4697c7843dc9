"""What a suggestion adds to baskets that hold something anyway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt
import pandas as pd

from clvwidgets.charts.bars import Bar, staircase
from clvwidgets.charts.cross_selling import affinities_chart
from clvwidgets.charts.signals import lookup, money_text, signal
from clvwidgets.charts.theme import CHURN, COST, MARGIN, NEUTRAL, VALUE
from clvwidgets.data import load_dataset
from clvwidgets.effects import association_rules
from clvwidgets.formulas import convert_rate, retention_clv
from clvwidgets.formulas.arithmetic import divide, maximum, minimum, pick, times
from clvwidgets.segments import BUSINESS_MODELS, BusinessModel
from clvwidgets.significant import significant
from clvwidgets.strategies import break_even_nagging, cross_sell_value, upgrade_value
from clvwidgets.widgets.calculators import common_fields
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import Known, money, quantity, rate

MOST_PAIRS: Final = 16
"""More pairs than this cannot be read in one picture."""

_TRIED: Final = (
    ("House espresso", "Descaler"),
    ("House espresso", "Espresso cup"),
    ("Morning filter", "Paper filters"),
    ("Morning filter", "Kenya filter"),
)
"""What the shop's trial suggested, and beside what."""

_DESCALER: Final[Mapping[str, float]] = {
    "pair": 1,
    "added": 0.05,
    "add_on_margin": 5.52,
    "cannibalised": 0.0,
    "base_margin": 5.71,
    "nagging": 0.0,
    "order_margin": 11.69,
    "frequency": 0.3,
    "churn": 0.0561,
    "discount": 0.10,
    "upgrade": 10,
    "moves_up": 0.015,
    "moves_down": 0.0055,
}


def _preset(model: BusinessModel) -> dict[str, float]:
    """Write a kind of business: five more of a hundred take an add-on of a tenth."""
    order = round(model.order_value * model.gross_margin, 2)
    return {
        **_DESCALER,
        "added": 0.05,
        "add_on_margin": round(order / 10, 2),
        "cannibalised": 0.1,
        "base_margin": round(order / 10, 2),
        "nagging": 0.001,
        "order_margin": order,
        "frequency": round(model.orders_per_year / 12, 4),
        "churn": model.churn_per("month"),
        "upgrade": round(model.net_margin_per_year / 12 / 3, 2),
    }


def _measured(
    baskets: Any, pairs: Sequence[tuple[Any, Any]] | None, **columns: Any
) -> pd.DataFrame:
    """Measure the pairs that are asked for, or the strongest and the most frequent ones."""
    rules = association_rules(baskets, min_support=1e-9, min_confidence=0, max_items=2, **columns)
    if not len(rules):
        raise ValueError(
            "No two products lie together in any basket, so nothing goes with anything."
        )
    rules = rules.assign(
        base=[left[0] for left in rules["antecedent"]], unrelated=rules["lift"].median()
    )
    if pairs is None:
        # Each pair once, from its more frequent product.
        rules = rules[rules["first"] >= rules["second"]].drop_duplicates(["lift", "together"])
        often = rules.sort_values("together", ascending=False, kind="stable")
        rules = rules.loc[[*rules.index[: MOST_PAIRS // 2], *often.index[: MOST_PAIRS // 2]]]
        return rules[~rules.index.duplicated()].sort_values("lift", ascending=False)
    found = rules.set_index(["base", "consequent"], drop=False)
    missing = [pair for pair in pairs if tuple(pair) not in found.index]
    if missing or not pairs or len(pairs) > MOST_PAIRS:
        raise ValueError(
            f"pairs must be 1 to {MOST_PAIRS} pairs of products that lie together in a basket; "
            + (f"{missing[0]!r} do not." if missing else f"got {len(pairs)}.")
        )
    return found.loc[[tuple(pair) for pair in pairs]]


@lru_cache(maxsize=1)
def _shop() -> pd.DataFrame:
    """Measure the pairs of the shop's baskets; the same for every panel."""
    names = load_dataset("shop_products").set_index("product_id")["name"].astype(str)
    lines = load_dataset("shop_order_lines")
    table = pd.DataFrame({"order": lines["order_id"], "product": lines["product_id"].map(names)})
    tried, others = _measured(table, _TRIED), _measured(table, None)
    both = pd.concat([tried, others]).drop_duplicates(["lift", "together"])
    return both.head(MOST_PAIRS)


class CrossSellSimulator(Calculator):
    """What a suggestion beside a product adds, and what only lies in the basket anyway.

    Baskets tell what is bought together, with an interval; what showing a suggestion changes, only
    a trial tells in which a part of the customers does not see it. Of all who take it, those are
    taken off who would have taken it anyway; then what it replaces, and orders lost by nagging.
    A dearer version instead of the usual one is a suggestion that replaces everything.

    Without baskets it is the shop's: the pairs of its trial of suggestions first.

    Parameters
    ----------
    baskets : table or list, optional
        As for `clvwidgets.effects.association_rules`.
    basket, product : str, optional
        Columns of the table.
    pairs : sequence of tuple of two str, optional
        Products, and what is suggested beside each; at most 16. The strongest and the most
        frequent pairs if left out.
    pair : int
        Which of the pairs, from 1.
    added : float
        Of all orders with the product, the share that takes the suggestion only because it is
        shown: a difference in points, 0.05 for five of a hundred.
    add_on_margin : float
        Money, margin of one taken.
    cannibalised : float
        Share of those taken that replace something, 0 to 1; 1 for a dearer version.
    base_margin : float
        Money, margin of what is replaced.
    nagging : float
        Share of the orders at which it is shown that are lost by it, 0 to 1.
    order_margin : float
        Money, margin of an order.
    frequency : float
        Orders per period.
    churn : float
        Share of customers that leaves in a period, 0 to 1.
    discount : float
        Rate per year, whatever the period.
    upgrade : float
        Money per period, margin of a dearer plan less that of the cheaper one.
    moves_up, moves_down : float
        Shares that change plan by themselves in a period: up, and down again.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    Raises
    ------
    ValueError
        If the baskets cannot be read, or a pair lies in none of them together.

    References
    ----------
    Bodapati (2008), Recommendation Systems with Purchase Data, Journal of Marketing Research 45(1).

    Examples
    --------
    >>> shop = CrossSellSimulator()
    >>> shop.lift < 1 < shop.net
    True
    """

    title = "Which suggestion changes baskets, and which lies in them anyway?"
    panel_name = "Cross-selling simulator"

    pair = quantity(
        "Pair",
        1,
        low=1,
        high=MOST_PAIRS,
        whole=True,
        most=MOST_PAIRS,
        help="Which pair of products: see the tab of what is bought together.",
    )
    added = rate(
        "Take it only because shown (points)",
        0.05,
        high=0.3,
        step=0.005,
        help="Share that takes it when shown, less the share that takes it unasked.",
        known=Known(0.0498, 0.0364, 0.0632, "descaler beside House espresso, by lot"),
    )
    add_on_margin = money("Margin of one taken", 5.52, high=50, step=0.1, help="Margin, not price.")
    cannibalised = rate(
        "Replace something",
        0.0,
        high=1,
        step=0.05,
        help="Of those taken. All, for a dearer version.",
    )
    base_margin = money(
        "Margin of what is replaced", 5.71, high=50, step=0.1, help="What they would have bought."
    )
    nagging = rate(
        "Orders lost by showing it", 0.0, high=0.1, step=0.001, help="Who is nagged and goes."
    )
    order_margin = money(
        "Margin of an order", 11.69, high=500, step=0.5, help="Without the add-on."
    )
    frequency = common_fields.frequency(0.3, high=10, step=0.1)
    churn = common_fields.churn(0.0561)
    discount = common_fields.discount(0.10)
    upgrade = money(
        "Dearer plan, margin more per {period}",
        10,
        high=200,
        per_period="flow",
        help="For contracts: what the dearer plan leaves more than the cheaper one.",
    )
    moves_up = rate(
        "Go up by themselves per {period}",
        0.015,
        high=0.2,
        per_period="churn",
        help="Of those on the cheaper plan, without being asked.",
    )
    moves_down = rate(
        "Come down again per {period}",
        0.0055,
        high=0.2,
        per_period="churn",
        help="Of those on the dearer plan.",
    )

    readouts = (
        Readout("net", "100 showings bring", "money", better="higher"),
        Readout("credited", "Credited to 100 showings", "money"),
        Readout("limit", "Orders it may cost", "percent", "higher"),
        Readout("lift", "Lift: times as often as by chance", "ratio"),
        Readout("lift_low", "Lift, at least (95%)", "ratio"),
        Readout("lift_high", "Lift, at most (95%)", "ratio"),
        Readout("anyway", "Take it anyway", "percent"),
        Readout("attach", "Take it when shown", "percent"),
        Readout("orders", "Orders to come with the product", "number"),
        Readout("gain", "Lifetime value gained", "money", better="higher"),
        Readout("relative", "Lifetime value gained (relative)", "percent", better="higher"),
        Readout("upgrade_worth", "An upgrade to the dearer plan is worth now", "money", "higher"),
    )
    presets: ClassVar = {
        "Shop: trial of the descaler": _DESCALER,
        "Shop: trial of the cup": {
            **_DESCALER,
            "pair": 2,
            "added": 0.032,
            "add_on_margin": 5.44,
            "cannibalised": 0.1,
            "base_margin": 5.44,
        },
        "Shop: trial of paper filters": {
            **_DESCALER,
            "pair": 3,
            "added": 0.021,
            "add_on_margin": 2.84,
            "cannibalised": 0.1,
            "base_margin": 2.84,
        },
        "Shop: trial of the dearer coffee": {
            **_DESCALER,
            "pair": 4,
            "added": 0.069,
            "add_on_margin": 6.93,
            "cannibalised": 1,
            "base_margin": 4.46,
        },
        "Contracts: a dearer plan": {**_DESCALER, "churn": 0.0349},
        **{model.name: _preset(model) for model in BUSINESS_MODELS},
    }

    def __init__(
        self,
        baskets: Any = None,
        *,
        basket: str | None = None,
        product: str | None = None,
        pairs: Sequence[tuple[str, str]] | None = None,
        locale: str = "en-US",
        currency: str = "EUR",
        **values: Any,
    ) -> None:
        if baskets is None and (basket is not None or product is not None or pairs is not None):
            raise ValueError("basket, product and pairs speak of baskets: give baskets, too.")
        found = (
            _shop()
            if baskets is None
            else _measured(baskets, pairs, basket=basket, product=product)
        )
        self._pairs = pd.DataFrame(
            {
                "pair": [
                    f"{a} + {b}" for a, b in zip(found["base"], found["consequent"], strict=True)
                ],
                **{name: found[name].to_numpy() for name in ("lift", "lift_low", "lift_high")},
            }
        )
        self._unrelated = float(found["unrelated"].iloc[0])
        with_it = found["first"] / found["baskets"]
        last = MOST_PAIRS - len(found)  # the slider's end stays; places beyond repeat the last pair
        self.data = {
            name: [significant(float(one), 5) for one in [*column, *[column.iloc[-1]] * last]]
            for name, column in (
                *((name, found[name]) for name in ("lift", "lift_low", "lift_high", "confidence")),
                ("with_it", with_it),
            )
        }
        super().__init__(locale=locale, currency=currency, **values)

    def outputs(
        self,
        pair: Any,
        added: Any,
        add_on_margin: Any,
        cannibalised: Any,
        base_margin: Any,
        nagging: Any,
        order_margin: Any,
        frequency: Any,
        churn: Any,
        discount: Any,
        upgrade: Any,
        moves_up: Any,
        moves_down: Any,
    ) -> dict[str, Any]:
        """Compute what showing a suggestion adds, per hundred showings and per customer."""
        discount_per_period = convert_rate(discount, "year", self.period)
        place = maximum(minimum(pair, 16), 1) - 1
        anyway = 1 * pick(self.data["confidence"], place)
        with_it = 1 * pick(self.data["with_it"], place)
        attach = minimum(1, anyway + added)
        one = cross_sell_value(
            1, attach, add_on_margin, cannibalised, base_margin, nagging * order_margin, anyway
        )
        to_come = retention_clv(frequency, 1 - churn, discount_per_period, first_payment="now")
        orders = to_come * with_it
        return {
            "net": 100 * one,
            "credited": 100 * attach * add_on_margin,
            "limit": minimum(
                1,
                break_even_nagging(
                    attach, add_on_margin, cannibalised, base_margin, order_margin, anyway
                ),
            ),
            "lift": 1 * pick(self.data["lift"], place),
            "lift_low": 1 * pick(self.data["lift_low"], place),
            "lift_high": 1 * pick(self.data["lift_high"], place),
            "anyway": anyway,
            "attach": attach,
            "orders": orders,
            "gain": times(one, orders),
            "relative": divide(with_it * one, order_margin),
            "upgrade_worth": upgrade_value(
                upgrade, 1 - churn, discount_per_period, moves_up, moves_down
            ),
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw how little of what is taken is added."""
        names = self._pairs["pair"].tolist()
        places = [str(place) for place in range(1, len(names) + 1)]
        named = lookup(names, f"toString(max(1, min(pair, {len(names)})))", places)
        title = alt.expr.if_(
            now.net > 0, "Worth showing: ", alt.expr.if_(now.net < 0, "Better not shown: ", "")
        )
        title = (
            title
            + signal(named)
            + " brings "
            + money_text(now.net)
            + " per 100 showings, of "
            + money_text(now.credited)
            + " that a report would credit"
        )
        return staircase(
            _steps_down(now, pinned), title, f"margin per 100 showings, {self.currency}"
        )

    def more_charts(self, now: SimpleNamespace, pinned: SimpleNamespace) -> dict[str, Any]:  # noqa: ARG002
        """Draw what is bought together, with intervals."""
        title = (
            "Together "
            + alt.expr.format(now.lift, ".2f")
            + " times as often as by chance ("
            + alt.expr.format(now.lift_low, ".2f")
            + " to "
            + alt.expr.format(now.lift_high, ".2f")
            + "); half of all pairs lie below "
            + alt.expr.format(self._unrelated, ".2f")
        )
        place = alt.expr.min(now.pair, len(self._pairs)) - 1
        return {
            "Bought together": affinities_chart(
                self._pairs, chosen=place, title=title, unrelated=self._unrelated
            )
        }

    def steps(self) -> list[Step]:
        """List the formulas."""
        return [
            Step("Credited to 100 showings", "100 × {attach} × {add_on_margin}", "credited"),
            Step(
                "100 showings bring",
                "100 × (({attach} − {anyway}) × ({add_on_margin} − {cannibalised} × {base_margin}) "
                "− {nagging} × {order_margin})",
                "net",
            ),
            Step("Lifetime value gained", "{orders} × {net} ÷ 100", "gain"),
        ]


def _steps_down(now: SimpleNamespace, pinned: SimpleNamespace) -> list[Bar]:
    """List what comes off what a report credits, down to what showing brings."""
    cases = []
    for of in (now, pinned):
        added = of.attach - of.anyway
        cases.append(
            (
                of.credited,
                -100 * of.anyway * of.add_on_margin,
                -100 * added * of.cannibalised * of.base_margin,
                -100 * of.nagging * of.order_margin,
                of.net,
            )
        )
    labels = {
        "Credited": VALUE,
        "would have come anyway": NEUTRAL,
        "replaces something": CHURN,
        "orders lost": COST,
        "Brings": MARGIN,
    }
    return [
        Bar(label, live, kept, colour)
        for (label, colour), live, kept in zip(labels.items(), *cases, strict=True)
    ]
