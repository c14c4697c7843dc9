"""Numbers as people write them. The browser's side of the parity is in tests/browser."""

from __future__ import annotations

import math

import pytest

from clvwidgets.number_format import NumberFormat, chart_number_locale, format_number


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (695.4647, "money", "€695"),
        (1234567.8, "money", "€1,234,568"),
        (99.994, "money", "€99.99"),
        (99.996, "money", "€100"),
        (40, "money", "€40"),
        (9.5, "money", "€9.50"),
        (-12.5, "money", "-€12.50"),
        (0.05, "percent", "5%"),
        (0.1234, "percent", "12.3%"),
        (0.00797, "percent", "0.8%"),
        (0.0012, "percent", "0.12%"),
        (0, "percent", "0%"),
        (5.7955, "ratio", "5.8"),
        (2.25, "ratio", "2.3"),
        (1.005, "money", "€1.01"),
        (23570, "count", "23,570"),
        (0.5, "count", "1"),
        (-0.2, "count", "0"),
        (math.inf, "money", "no limit"),
        (math.nan, "money", "not defined"),
    ],
)
def test_no_more_digits_than_a_decision_needs(value, kind, text):
    assert format_number(value, NumberFormat(kind)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "1 month"), (1.04, "1 month"), (1.06, "1.1 months"), (0, "0 months"), (36, "36 months")],
)
def test_the_word_agrees_with_the_number_as_written(value, text):
    assert format_number(value, NumberFormat("duration", ("month", "months"))) == text


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("de-DE", "1.234.567 €"),
        ("fr-FR", "1\u202f234\u202f567 €"),
        ("en-IN", "€12,34,567"),
        ("pt-BR", "€ 1.234.567"),
    ],
)
def test_separators_and_currency_follow_the_locale(locale, text):
    written = format_number(1234567, NumberFormat("money"), locale=locale)
    assert written.replace("\xa0", " ") == text


def test_numbers_in_charts_use_the_same_separators():
    german = chart_number_locale("de-DE", "EUR")
    assert german == {
        "decimal": ",",
        "thousands": ".",
        "grouping": [3],
        "currency": ["", "\xa0€"],
    }
    assert chart_number_locale("en-IN", "INR")["grouping"][:3] == [3, 2, 2]
