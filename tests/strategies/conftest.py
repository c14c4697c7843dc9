"""Real Vega, as for the formulas."""

from tests.formulas.conftest import vega as vega
