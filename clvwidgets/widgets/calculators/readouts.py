"""What a calculator shows of its results, and how it explains them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from clvwidgets.number_format import NumberFormat


@dataclass(frozen=True)
class Readout:
    """A result that a calculator shows.

    Parameters
    ----------
    name : str
        Key in what `Calculator.outputs` returns.
    label : str
        The result's name for people; ``{period}`` is replaced by the calculator's period.
    kind : {"money", "percent", "ratio", "count", "duration", "number"}
        What the number measures.
    better : {"higher", "lower"}, optional
        Which direction is good news, if one is.
    infinite : str
        What to write for a value without limit.
    whole : bool
        True where it counts whole periods, so that it moves in steps.

    Examples
    --------
    >>> stay = Readout("lifespan", "Expected stay in {period}s", "duration")
    >>> stay.title("month")
    'Expected stay in months'
    """

    name: str
    label: str
    kind: Literal["money", "percent", "ratio", "count", "duration", "number"]
    better: Literal["higher", "lower"] | None = None
    infinite: str = "no limit"
    whole: bool = False

    def title(self, period: str) -> str:
        """Name the result in a calculator of that period."""
        return self.label.format(period=period)

    def describe(self, period: str, expression: str) -> dict[str, Any]:
        """Describe the result to the browser, which computes it by the expression."""
        return {
            "name": self.name,
            "label": self.title(period),
            "expr": expression,
            "format": self.number_format(period).to_json(),
            **({"better": self.better} if self.better else {}),
        }

    def number_format(self, period: str) -> NumberFormat:
        """How the result is written, durations in the calculator's period."""
        unit = (period, f"{period}s") if self.kind == "duration" else None
        return NumberFormat(self.kind, unit, self.infinite)


@dataclass(frozen=True)
class Step:
    """One line of "how it is computed".

    Parameters
    ----------
    label : str
        What the line computes.
    formula : str
        The formula in signs that people write, ``{name}`` for each field or result.
    result : str
        Name of the result that the line gives.

    Examples
    --------
    >>> Step("Net value", "{clv} − {cac}", "net").to_json()["result"]
    '{net}'
    """

    label: str
    formula: str
    result: str

    def to_json(self) -> dict[str, str]:
        """Describe this line to the browser, which puts the numbers in."""
        return {"label": self.label, "formula": self.formula, "result": f"{{{self.result}}}"}
