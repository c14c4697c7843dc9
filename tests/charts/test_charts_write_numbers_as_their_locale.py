"""Every chart writes each number as its locale does: titles, alt texts, axes, labels, tooltips."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest

from clvwidgets import charts
from clvwidgets.display.panel_json import PANEL_MIME
from clvwidgets.display.picture import draw
from clvwidgets.display.renderer import chart_bundle

from .chart_examples import Call, examples

# In German 1,234 is no thousand, 0.5 no half, and 5% lacks its space.
ENGLISH = re.compile(r"\b[1-9]\d{0,2}(?:,\d{3})+\b(?!,)|\d\.\d{1,2}(?!\d)|\d%")
NO_WORDS = ("$schema", "format", "expr", "labelExpr", "calculate", "filter", "type", "field")


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    """Calls of all chart functions that have a locale, as their examples make them."""
    return list(examples("locale"))


def large(value: Any) -> Any:
    """The same with thousands and decimals in it, so that each kind of number is written."""
    if isinstance(value, pd.DataFrame):
        return value.assign(**{c: v * 1234.5 for c, v in value.select_dtypes("number").items()})
    return value * 1234.5 if type(value) in (int, float) else value


def drawn_in(calls: list[Call], **place: str) -> Iterator[tuple[str, Any]]:
    for call in calls:
        for given in (call.arguments, {name: large(v) for name, v in call.arguments.items()}):
            taken = {name: word for name, word in place.items() if call.takes(name)}
            yield call.name, call.function(**given | taken)


def words(part: Any) -> Iterator[str]:
    """Texts of a chart that nobody formats any more."""
    if isinstance(part, dict):
        for key, inner in part.items():
            if key not in NO_WORDS:
                yield from words(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from words(inner)
    elif isinstance(part, str):
        yield part


def test_no_english_number_stands_in_a_word_of_a_german_chart(calls):
    found = []
    for name, chart in drawn_in(calls, locale="de-DE", currency="EUR"):
        texts = list(words(chart.to_dict())) if isinstance(chart, alt.TopLevelMixin) else [chart]
        found += [(name, text) for text in texts if ENGLISH.search(text)]
    assert found == []


@pytest.mark.integration
def test_no_english_number_stands_in_a_picture_of_a_german_chart(calls):
    found, seen = [], ""
    whole = [call for call in calls if call.takes("currency")]
    for name, chart in drawn_in(whole, locale="de-DE", currency="EUR"):
        svg = draw(chart.to_dict(), "svg").decode()
        texts = [*re.findall(r">([^<>]+)</text>", svg), *re.findall(r'aria-label="([^"]*)"', svg)]
        found += [(name, text) for text in map(unescape, texts) if ENGLISH.search(text)]
        seen += " ".join(texts)
    assert found == []
    assert re.search(r"\d,\d", seen)  # there were numbers to write


@pytest.mark.integration
def test_a_chart_keeps_its_locale_and_currency_when_it_is_shown(calls):
    whole = [call for call in calls if call.takes("currency")]
    assert len(whole) > 5
    for name, chart in drawn_in(whole, locale="de-CH", currency="CHF"):
        declared = json.loads(chart_bundle(chart.to_dict())[PANEL_MIME]["declaration"])
        number = declared["views"][0]["spec"]["config"]["locale"]["number"]
        assert number["currency"] == ["CHF\u00a0", ""], name
        assert number["thousands"] == "’", name


def test_no_module_of_charts_writes_a_number_by_itself():
    """The format of an f-string is English; `clvwidgets.number_format` knows the locales."""
    folder = Path(charts.__file__).parent
    formats = [
        f"{file.name}:{node.lineno}"
        for file in sorted(folder.glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None
    ]
    assert formats == []
