"""Real Vega, without a browser, for the tests that compare the two forms of a formula."""

import re

import pytest
import vl_convert


@pytest.fixture(scope="session")
def vega():
    """Evaluate an expression for many rows at once: ``vega(expression, rows) -> floats``.

    The chart is one point, whose description for screen readers is all the numbers with all
    their digits. (A text mark would be measured letter by letter: a hundred times slower.)
    """

    def evaluate(expression, rows, params=()):
        spec = {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "params": [{"name": name, "value": value} for name, value in params],
            "data": {"values": [{"row": i, **row} for i, row in enumerate(rows)]},
            "transform": [
                {"calculate": f"format({expression!s}, '.17e')", "as": "result"},
                {"aggregate": [{"op": "values", "as": "rows"}]},
                {"calculate": "join(pluck(datum.rows, 'result'), ' ')", "as": "text"},
            ],
            "mark": "point",
            "encoding": {"description": {"field": "text"}},
        }
        svg = vl_convert.vegalite_to_svg(spec)
        (text,) = re.findall(r'aria-label="([^"]*)"', svg)
        numbers = [float(word.replace("\N{MINUS SIGN}", "-")) for word in text.split()]
        assert len(numbers) == len(rows)
        return numbers

    return evaluate
