"""Half of the time to a first widget went into a grammar of web addresses."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.integration

CHECKS = """
import jsonschema
checker = jsonschema.FormatChecker()
addresses = ["http://b\\u00fccher.example/\\u00e4", "a b", "//[", "", "#\\u00e4"]
verdicts = [checker.conforms(one, rule) for one in addresses for rule in ("iri", "iri-reference")]
print(sorted(checker.checkers), verdicts, hasattr(__import__("rfc3987_syntax"), "RULES"))
"""


def told_by(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.parametrize(
    "begin",
    [
        "from clvwidgets import SubscriptionCLV",
        "from clvwidgets.course import Lesson; import altair",
        "import clvwidgets.widgets.calculators.acquisition",
    ],
)
def test_no_way_in_builds_it_and_who_checks_an_address_hears_the_same(begin):
    pytest.importorskip("rfc3987_syntax")
    late = told_by(
        f"import sys; {begin}\n"
        "assert 'altair' in sys.modules and 'rfc3987_syntax' not in sys.modules" + CHECKS
    )
    assert late == told_by("import altair" + CHECKS)
