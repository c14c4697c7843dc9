"""Numbers as people write them: places, signs and digits by published facts about the locales.

That the browser writes the same is told in test_numbers_agree_with_the_browser.py.
"""

from __future__ import annotations

import json
import math

import pytest

from clvwidgets.charts.next_purchase import due_title
from clvwidgets.charts.sensitivity import sensitivity_chart
from clvwidgets.display.panel_json import declaration
from clvwidgets.display.picture import draw
from clvwidgets.number_format import NumberFormat, format_number, number_rules


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


NBSP, NARROW, MINUS, APOSTROPHE = "\xa0", "\u202f", "\u2212", "\u2019"

# Typed by hand from the Unicode consortium's charts of the locales, not from a library.
FACTS = [
    ("de-CH", "CHF", "money", 1234567.8, f"CHF{NBSP}1{APOSTROPHE}234{APOSTROPHE}568"),
    ("de-CH", "CHF", "money", -1234567.8, f"CHF-1{APOSTROPHE}234{APOSTROPHE}568"),
    ("de-CH", "CHF", "count", 1234567, f"1{APOSTROPHE}234{APOSTROPHE}567"),
    ("fr-FR", "EUR", "money", 1234567.8, f"1{NARROW}234{NARROW}568{NBSP}€"),
    ("fr-FR", "EUR", "percent", 0.055, f"5,5{NBSP}%"),
    ("en-IN", "INR", "count", 1234567, "12,34,567"),
    ("en-IN", "INR", "money", 1e9, "₹1,00,00,00,000"),
    ("ja-JP", "JPY", "money", 1234567.8, "￥1,234,568"),
    ("ja-JP", "JPY", "money", 9.5, "￥10"),
    ("en-US", "JPY", "money", 9.4, "¥9"),
    ("ko-KR", "KRW", "money", 9.5, "₩10"),
    ("en-US", "KWD", "money", 9.5, f"KWD{NBSP}9.500"),
    ("en-US", "CHF", "money", 5, f"CHF{NBSP}5"),
    ("sv-SE", "SEK", "money", -1234.5, f"{MINUS}1{NBSP}235{NBSP}kr"),
    ("sv-SE", "SEK", "percent", -0.02, f"{MINUS}2{NBSP}%"),
    ("nl-NL", "EUR", "money", -39.5, f"€{NBSP}-39,50"),
    ("pt-BR", "BRL", "money", 1234.4, f"R${NBSP}1.234"),
    ("tr-TR", "TRY", "percent", 0.125, "%12,5"),
    ("tr-TR", "TRY", "percent", -0.125, "-%12,5"),
    ("en-US", "USD", "money", -39.5, "-$39.50"),
    ("ar-EG", "EUR", "count", 1234, "1,234"),
]


@pytest.mark.parametrize(("locale", "currency", "kind", "value", "text"), FACTS)
def test_numbers_are_written_as_the_locale_is_published(locale, currency, kind, value, text):
    assert format_number(value, NumberFormat(kind), locale=locale, currency=currency) == text


@pytest.mark.parametrize("group", ["'", "\u2019"])
def test_an_edition_of_the_locales_does_not_decide_the_swiss_apostrophe(monkeypatch, group):
    """Editions type it straight or curled, and a straight one was taken for a quote and lost."""
    monkeypatch.setattr("babel.numbers.get_group_symbol", lambda *_: group)
    assert number_rules("de-CH", "CHF")["thousands"] == APOSTROPHE


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "1"),
        (1.5, "2"),
        (2.5, "3"),
        (-2.5, "-3"),
        (0.49999999999999994, "1"),  # a half, as another processor gives it
        (0.4999999999, "0"),
        (5e-324, "0"),
        (-0.0, "0"),
        (999.5, "1,000"),
        (1e15, "1,000,000,000,000,000"),
        (1e21, "1,000,000,000,000,000,000,000"),
    ],
)
def test_halves_are_rounded_away_from_zero_at_every_size(value, text):
    assert format_number(value, NumberFormat("count")) == text


def test_the_largest_number_is_written_too():
    assert format_number(1.7e308, NumberFormat("money")).startswith("€170,000,000,000,")


def test_numbers_in_charts_use_the_same_separators():
    assert number_rules("de-DE", "EUR") == {
        "decimal": ",",
        "thousands": ".",
        "grouping": [3],
        "currency": ["", "\xa0€"],
        "percent": "\xa0%",
    }
    assert number_rules("en-IN", "INR")["grouping"][:3] == [3, 2, 2]


def test_the_usual_rules_take_a_few_dozen_bytes():
    told = json.dumps(declaration()["number_format"], ensure_ascii=False, separators=(",", ":"))
    assert len(told.encode()) < 80


def test_sentences_in_charts_follow_the_locale_too():
    """A title is made of words and numbers; the numbers are not English because the words are."""
    signals = [{"name": "is_filtered", "value": False}, {"name": "lead", "value": 1}]
    spec = {
        "title": {
            "text": {
                "expr": due_title({"last_purchase": [1234, 1000]}, {"last_purchase": 5678}, 13)
            }
        },
        "params": signals,
        "data": {"values": [{}]},
        "mark": "point",
    }
    rules = number_rules("de-DE", "EUR")
    svg = draw(spec, "svg", number_format=rules, width=900).decode()
    for told in ("1.234 customers are due", "5.678 overdue", "2.234 offers"):
        assert told in svg
    tornado = sensitivity_chart("clv", "Value", 0.1, locale="de-DE").to_dict()
    assert f"10{NBSP}% lower" in tornado["title"]["text"]


@pytest.mark.parametrize("locale", ["xx-XX", "de_CH", "", "de-CH-CHF", None])
def test_an_unknown_locale_is_refused_in_a_sentence(locale):
    with pytest.raises(ValueError, match="locale must be a language tag such as 'en-US'"):
        number_rules(locale, "EUR")
    with pytest.raises(ValueError, match="got"):
        declaration(locale=locale)


@pytest.mark.parametrize("currency", ["euro", "XYZ", "", "€", None])
def test_an_unknown_currency_is_refused_in_a_sentence(currency):
    with pytest.raises(ValueError, match="currency must be a three-letter code such as 'EUR'"):
        number_rules("en-US", currency)
