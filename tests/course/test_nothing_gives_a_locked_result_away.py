"""What a locked prediction will show is nowhere else before the take-away.

A number counts where it is written with three digits or more, or with decimals, and where it
rounds to what the reveal shows. What is the same by chance is listed in the notebook's metadata
with the reason: `clvwidgets.open: {"20.0": "the average stay of the story"}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import nbformat
import pytest

from clvwidgets.course.exercises import load_plan
from clvwidgets.course.plan import Prediction, filled, values_of

from .notebook_names import WITH_PLAN, calls_of, read

NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|(?<![\w.])\d+(?:\.\d+)?"
)
NOT_PROSE = re.compile(r"```.*?```|\]\([^)]*\)|<[^>]*>", re.DOTALL)

pytestmark = pytest.mark.integration


def numbers_in(text: str) -> list[str]:
    return [match[0] for match in NUMBER.finditer(NOT_PROSE.sub(" ", text))]


def value(written: str) -> float:
    return float(re.sub(r"[,\u00a0\u202f]", "", written))


def is_told(number: str, text: str) -> bool:
    """Whether a text has a number that rounds to this one; a percentage may be a fraction there."""
    half = 0.5 * 10 ** -len(number.partition(".")[2]) * (1 + 1e-9)
    scales = (1, 100)
    return any(
        abs(value(found) * scale - value(number)) <= half
        for found in filter(worth_checking, numbers_in(text))
        for scale in scales
        if scale == 1 or "." in found
    )


def worth_checking(number: str) -> bool:
    return "." in number or len(re.sub(r"\D", "", number)) >= 3


def locked_numbers(prediction: Prediction) -> set[str]:
    """Numbers that only the reveal tells: those of its text that its question does not have."""
    numbers = values_of(prediction.numbers)
    told = filled(prediction.reveal, {**numbers, "answer": prediction.answer()})
    asked = filled(prediction.prompt, numbers)
    return {one for one in numbers_in(told) if worth_checking(one) and not is_told(one, asked)}


def texts_around(notebook, key) -> Iterator[tuple[str, str, bool]]:
    """Id and text of each other cell but the take-away's, and whether it comes below the lock."""
    below = False
    for cell in notebook.cells:
        called = list(calls_of(cell.source)) if cell.cell_type == "code" else []
        if ("predict", key) in called:
            below = True
        elif ("takeaway", None) not in called:
            yield cell.id, text_of(cell), below


def text_of(cell) -> str:
    if cell.cell_type == "markdown":
        return cell.source
    parts = (out.get("text", out.get("data", {}).get("text/plain", "")) for out in cell.outputs)
    return "\n".join(parts)


def given_away(notebook, plan) -> Iterator[str]:
    """Each number of a reveal that another cell tells."""
    known = notebook.metadata.get("clvwidgets", {}).get("open", {})
    for prediction in plan.predictions:
        around = list(texts_around(notebook, prediction.key))
        above = "\n".join(text for _, text, below in around if not below)
        for number in sorted(locked_numbers(prediction) - set(known)):
            if is_told(number, above):
                continue  # what the reader has seen already is no secret
            for name, text, below in around:
                if below and is_told(number, text):
                    yield f"cell {name} tells {number}, which {prediction.key!r} locks"


@pytest.mark.parametrize("chapter", WITH_PLAN, ids=lambda one: one.number)
def test_no_later_cell_tells_what_a_prediction_locks(chapter):
    assert list(given_away(read(chapter), load_plan(chapter.name))) == []


@pytest.mark.parametrize("chapter", WITH_PLAN, ids=lambda one: one.number)
def test_no_earlier_cell_tells_the_answer_of_a_prediction(chapter):
    notebook, plan = read(chapter), load_plan(chapter.name)
    known = notebook.metadata.get("clvwidgets", {}).get("open", {})
    for prediction in plan.predictions:
        answer = prediction.answer()
        if isinstance(answer, str):
            continue
        said = filled(prediction.reveal, {**values_of(prediction.numbers), "answer": answer})
        shown = {one for one in numbers_in(said) if worth_checking(one)}
        shown = {one for one in shown if abs(value(one) - answer) <= 0.01 * abs(answer)}
        for name, text, below in texts_around(notebook, prediction.key):
            told = [one for one in shown - set(known) if not below and is_told(one, text)]
            assert told == [], f"cell {name} tells {told} before {prediction.key!r} is asked"


def planted(below: str, above: str = "The story."):
    """Make a notebook that locks 55.6 months, with one cell of prose above and one below."""
    cells = [
        nbformat.v4.new_markdown_cell(above, id="above"),
        nbformat.v4.new_code_cell('lesson.predict("mixed")', id="lock"),
        nbformat.v4.new_markdown_cell(below, id="below"),
        nbformat.v4.new_code_cell("lesson.takeaway()", id="end"),
    ]
    return nbformat.v4.new_notebook(cells=cells)


@pytest.mark.parametrize("told", ["55.6 months", "55.56", "1,111 €"])
def test_a_result_below_its_lock_is_seen(told):
    plan = load_plan("03_churn_and_lifespan")
    assert list(given_away(planted(f"So they stay {told}."), plan)) != []


@pytest.mark.parametrize("told", ["55.7 months", "55", "a long time"])
def test_another_number_is_no_result(told):
    plan = load_plan("03_churn_and_lifespan")
    assert list(given_away(planted(f"So they stay {told}."), plan)) == []
