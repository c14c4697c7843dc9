"""docs/validation.md says what the code says; `make validation` writes it."""

import importlib.util
from pathlib import Path

import pytest

from clvwidgets.models import MBGNBD, CustomerValue, GammaGamma, PastRate, validate

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("validation", ROOT / "tools" / "validation.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scores_on_page(heading, name):
    """Cells of one model's row in the first table after a heading, but for the time to fit."""
    section = (ROOT / "docs" / "validation.md").read_text().split(heading)[1]
    row = next(line for line in section.splitlines() if line.startswith(f"| {name} |"))
    return [cell.strip() for cell in row.strip("| ").split("|")][1:-1]


@pytest.mark.parametrize("name", ["MBG/NBD", "PastRate"])
def test_the_table_on_cdnow_is_the_one_that_validate_gives(tool, cdnow_log, name):
    model = {"MBG/NBD": CustomerValue(MBGNBD(), GammaGamma()), "PastRate": PastRate()}[name]
    row = validate({name: model}, cdnow_log, "1997-09-30").loc[name]
    scores = [score for score in tool.HEADINGS if score != "seconds"]
    assert [tool.score_text(score, row[score]) for score in scores] == scores_on_page(
        "## CDNOW", name
    )


@pytest.mark.integration
def test_the_data_of_known_truth_are_those_of_the_page(tool):
    world = tool.known_world()
    row = validate({"PastRate": PastRate()}, world, tool.CUT).loc["PastRate"]
    on_page = scores_on_page("## Data of known truth", "PastRate")
    assert on_page[:2] == [tool.score_text(score, row[score]) for score in ("mae", "rmse")]
