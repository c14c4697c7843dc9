"""Python and the browser follow one declaration of how numbers are written.

Two small writers of one rule: here Python writes the rules, the numbers and its own texts down, and
the browser's module, run by Node, must write the same, in thirty locales. What people see in a real
browser is in tests/browser/stub.
"""

from __future__ import annotations

import math
import re

import pytest

from clvwidgets.number_format import NumberFormat, format_number, number_rules

from ..front_end import FRONTEND, run

PLACES = [
    *[("en-US", "USD"), ("en-US", "EUR"), ("en-US", "CHF"), ("en-GB", "GBP"), ("en-IN", "INR")],
    *[("hi-IN", "INR"), ("bn-BD", "BDT"), ("de-DE", "EUR"), ("de-AT", "EUR"), ("de-CH", "CHF")],
    *[("fr-FR", "EUR"), ("fr-CH", "CHF"), ("fr-CA", "CAD"), ("it-IT", "EUR"), ("es-ES", "EUR")],
    *[("es-MX", "MXN"), ("es-CL", "CLP"), ("pt-BR", "BRL"), ("pt-PT", "EUR"), ("nl-NL", "EUR")],
    *[("sv-SE", "SEK"), ("nb-NO", "NOK"), ("fi-FI", "EUR"), ("da-DK", "DKK"), ("pl-PL", "PLN")],
    *[("cs-CZ", "CZK"), ("hu-HU", "HUF"), ("ru-RU", "RUB"), ("uk-UA", "UAH"), ("tr-TR", "TRY")],
    *[("he-IL", "ILS"), ("ar-EG", "EGP"), ("ar-KW", "KWD"), ("fa-IR", "IRR"), ("th-TH", "THB")],
    *[("ja-JP", "JPY"), ("zh-CN", "CNY"), ("ko-KR", "KRW"), ("vi-VN", "VND"), ("ja-JP", "EUR")],
]
SIZES = [
    *[0.0, 5e-324, 1e-7, 0.00005, 0.00125, 0.004, 0.005, 0.00999, 0.0095, 0.05, 0.145, 0.25, 0.5],
    *[0.9995, 1.0, 1.005, 1.04, 1.05, 1.5, 2.5, 2.675, 9.5, 9.995, 39.995, 99.994, 99.995, 99.9995],
    *[100.0, 999.5, 999.995, 1000.5, 1234.5, 12345.678, 1234567.891, 1e9, 1e15, 123456789012345.6],
    *[1e21, 1.7e308, 0.1 + 0.2, 1 / 3, 4.35, 8.345, 0.285, 1.0049999999999999, 0.49999999999999994],
]
# What lies between two texts, and its neighbours: as another processor may give it.
TIES = [0.5, 0.00125, 0.145, 1.005, 2.675, 9.995, 12.5, 99.995, 999.9995, 1000.5, 9.0, 100.0, 0.01]
BESIDE = [math.nextafter(tie, end) for tie in TIES for end in (0.0, math.inf)]
SIZES += [*TIES, *BESIDE, 3.814697265625e-06, 1e12 - 0.5, 1e12 + 0.5]
VALUES = [*SIZES, *(-size for size in SIZES), float("inf"), float("-inf"), float("nan")]
FORMATS = [
    NumberFormat("money"),
    NumberFormat("percent"),
    NumberFormat("ratio"),
    NumberFormat("count", ("customer", "customers")),
    NumberFormat("duration", ("month", "months"), infinite="never"),
    NumberFormat("number"),
]
# What is typed where a box shows a number must be that number again.
TYPED = [0, 0.05, 7, 1234.5, 1234567.891, -3.25, -1234567]

SCRIPT = """
import { readFileSync } from 'node:fs';
import { Numbers } from './src/base/format';
import { parseField } from './src/base/parse';
const { places, values, formats, typed } = JSON.parse(readFileSync(0, 'utf8'));
const number = { kind: 'number', label: 'It', low: -1e9, high: 1e9, step: 1 };
const told = places.map((rules) => {
  const numbers = new Numbers(rules);
  const reread = (text, value, format) => {
    const read = parseField(text, { ...number, format }, numbers, 1);
    return read.value === value ? null : [text, value, read];
  };
  return {
    texts: formats.map((format) => values.map((value) => numbers.text(Number(value), format))),
    misread: typed.flatMap((value) => {
      const [money, percent] = formats;
      const whole = Math.trunc(value);
      return [
        reread(numbers.box(value, money), value, money),
        reread(numbers.text(whole, money), whole, money),
        reread(numbers.text(whole / 100, percent), whole / 100, percent),
      ];
    }).filter((wrong) => wrong),
  };
});
process.stdout.write(JSON.stringify(told));
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Have the browser's own module write all numbers and read back what its boxes show."""
    asked = {
        "places": [number_rules(*place) for place in PLACES],
        "values": [repr(value).replace("inf", "Infinity") for value in VALUES],
        "formats": [number_format.to_json() for number_format in FORMATS],
        "typed": TYPED,
    }
    told = run(SCRIPT, asked, tmp_path_factory.mktemp("numbers"))
    return dict(zip(PLACES, told, strict=True))


def test_thirty_locales_are_compared():
    assert len({locale for locale, _ in PLACES}) >= 30


@pytest.mark.parametrize("place", PLACES, ids="-".join)
def test_the_browser_writes_every_number_as_python_does(browser, place):
    locale, currency = place
    for at, number_format in enumerate(FORMATS):
        here = [format_number(v, number_format, locale=locale, currency=currency) for v in VALUES]
        there = browser[place]["texts"][at]
        assert [*zip(VALUES, there, strict=True)] == [*zip(VALUES, here, strict=True)]


@pytest.mark.parametrize("number_format", FORMATS, ids=lambda kind: kind.kind)
@pytest.mark.parametrize("tie", TIES)
def test_the_last_digit_of_a_sum_decides_no_text(browser, tie, number_format):
    at = FORMATS.index(number_format)
    near = [tie, math.nextafter(tie, 0.0), math.nextafter(tie, math.inf)]
    assert len({format_number(value, number_format) for value in near}) == 1
    there = dict(zip(VALUES, browser["en-US", "USD"]["texts"][at], strict=True))
    assert len({there[value] for value in near}) == 1


@pytest.mark.parametrize("place", PLACES, ids="-".join)
def test_what_the_browser_writes_can_be_typed(browser, place):
    assert browser[place]["misread"] == []


def test_the_browser_has_no_opinion_of_its_own():
    """Whoever asks the browser's edition of the locales gets another answer on another machine."""
    own = re.compile(r"\bIntl\b|toLocale(?:Date|Time)?String|d3-format|\bformatLocale\b")
    sources = [*(FRONTEND / "src").rglob("*.ts")]
    assert len(sources) > 50
    for told in ("new Intl.NumberFormat('en')", "guess.toLocaleString('en-US')"):
        assert own.search(told)
    found = {
        str(path.relative_to(FRONTEND)): own.findall(path.read_text(encoding="utf-8"))
        for path in sources
    }
    assert {name: asked for name, asked in found.items() if asked} == {}
