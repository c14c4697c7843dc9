"""The browser writes numbers as Python writes them; two rules would be two truths."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from playwright.sync_api import expect

from clvwidgets.number_format import NumberFormat, format_number, number_rules

from .driver import changed, example

CASES = json.loads((Path(__file__).parent / "numbers.json").read_text("utf-8"))
LOCALES = [
    *[("en-US", "USD"), ("de-DE", "EUR"), ("fr-FR", "EUR"), ("en-IN", "INR"), ("de-CH", "CHF")],
    *[("ja-JP", "JPY"), ("sv-SE", "SEK"), ("tr-TR", "TRY"), ("he-IL", "ILS")],
]


def as_expression(value):
    """Write a number as Vega reads it."""
    number = float(value)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "1 / 0" if number > 0 else "-1 / 0"
    return repr(number)


def panel_of(cases, locale, currency):
    """Make a panel whose outputs are the numbers."""
    outputs = [
        {
            "name": f"number_{at}",
            "label": f"number {at}",
            "expr": as_expression(case["value"]),
            "format": case["format"],
        }
        for at, case in enumerate(cases)
    ]
    return changed(
        example("subscription"),
        locale=locale,
        currency=currency,
        number_format=number_rules(locale, currency),
        outputs=outputs,
        headline=[],
        views=[{"id": "all", "kind": "scenarios", "label": "All"}],
    )


def in_python(case, locale, currency):
    shape = dict(case["format"])
    unit = shape.pop("unit", None)
    number_format = NumberFormat(unit=tuple(unit) if unit else None, **shape)
    return format_number(float(case["value"]), number_format, locale=locale, currency=currency)


@pytest.mark.parametrize(("locale", "currency"), LOCALES)
def test_numbers_read_the_same_in_python_and_in_the_browser(stub, locale, currency):
    """A text/plain line that says 695 beside a panel that says 694 destroys trust in both."""
    panel = stub.mount(panel_of(CASES, locale, currency), drawn=False)
    rows = panel.locator(".clv-answers td")
    expect(rows).to_have_count(len(CASES))
    expect(rows.first).not_to_have_text("not defined")
    # Sign for sign, whatever edition of the locales the browser was built with.
    told = rows.all_text_contents()
    assert told == [in_python(case, locale, currency) for case in CASES]
