"""A customer without a name is "they" in all that the course says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import clvwidgets.course.exercises as exercises
from clvwidgets.course.contents import CHAPTERS

ROOT = Path(__file__).parents[2]
# Also as a part of a variable's name: a notebook shows its code.
PRONOUN = re.compile(
    r"(?<![^\W_])(?:she|hers?|herself|he|his|him|himself)(?![^\W_])", re.IGNORECASE
)
# Sentences about somebody who has a name, each with that name: `"Ada has sold her shop."`.
NAMED: tuple[str, ...] = ()

MODULES = sorted(Path(exercises.__file__).parent.glob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))


def gendered(text):
    """The lines with a pronoun for one person of one sex, without the sentences of `NAMED`."""
    for sentence in NAMED:
        text = text.replace(sentence, "")
    return [line.strip() for line in text.splitlines() if PRONOUN.search(line)]


def written(notebook):
    """All that an author wrote into a notebook: its prose and its code."""
    cells = json.loads(notebook)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_in_what_a_lesson_asks_and_answers(path):
    assert gendered(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_in_a_notebook(path):
    assert gendered(written(path.read_text(encoding="utf-8"))) == []


def test_in_the_table_of_contents_and_the_glossary():
    titles = "\n".join(chapter.title for chapter in CHAPTERS)
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert gendered(titles + "\n" + glossary) == []


def test_the_search_sees_what_it_looks_for():
    seen = ["What is she worth?", "Her last order", "hers.max()", "her_orders = 3", "HE PAYS"]
    passed = ["other", "there", "The customer", "theirs.max()", "this", "when they leave", "where"]
    assert gendered("\n".join(seen + passed)) == seen
