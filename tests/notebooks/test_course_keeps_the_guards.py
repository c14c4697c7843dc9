"""Every notebook of the course, and the course as a whole, under the guards."""

import nbformat
import pytest

from clvwidgets.course.contents import CHAPTERS

from .guards import (
    COURSE,
    COURSE_NOTEBOOKS,
    GUARDS,
    LAST_TAG,
    PANEL_MIME,
    bundles,
    few_cells_are_ignored,
)


def read(path):
    return nbformat.read(path, as_version=4)


def test_the_course_has_notebooks_with_panels():
    assert any(PANEL_MIME in data for path in COURSE_NOTEBOOKS for _, data in bundles(read(path)))


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
@pytest.mark.parametrize("path", COURSE_NOTEBOOKS, ids=lambda path: str(path.relative_to(COURSE)))
def test_notebook(path, guard):
    assert guard(read(path)) == []


def test_every_tag_of_the_parts_0_to_2_is_taught():
    expected = {tag for chapter in CHAPTERS if chapter.number < "12" for tag in chapter.teaches}
    taught = {
        tag for path in COURSE_NOTEBOOKS for tag in read(path).metadata["clvwidgets"]["teaches"]
    }
    assert sorted(expected - taught) == []


def test_the_table_of_contents_has_every_tag_of_the_parts_0_to_2():
    groups = {"M": range(1, 11), "K": [*range(1, 8), 13, 14], "S": [10, 23], "G": range(1, 6)}
    expected = {f"{letter}{number}" for letter, numbers in groups.items() for number in numbers}
    planned = {tag for chapter in CHAPTERS if chapter.number < "12" for tag in chapter.teaches}
    assert planned == expected


def test_the_table_of_contents_has_every_tag_of_the_syllabus_and_no_other():
    expected = {f"{letter}{n}" for letter, last in LAST_TAG.items() for n in range(1, last + 1)}
    assert {tag for chapter in CHAPTERS for tag in chapter.teaches} == expected


def test_at_most_two_percent_of_the_cells_are_not_compared():
    assert few_cells_are_ignored([read(path) for path in COURSE_NOTEBOOKS]) == []
