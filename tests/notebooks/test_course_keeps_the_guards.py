"""Every notebook of the course, and the course as a whole, under the guards."""

import nbformat
import pytest

from .guards import COURSE, COURSE_NOTEBOOKS, GUARDS, PANEL_MIME, bundles, few_cells_are_ignored


def read(path):
    return nbformat.read(path, as_version=4)


def test_the_course_has_notebooks_with_panels():
    assert any(PANEL_MIME in data for path in COURSE_NOTEBOOKS for _, data in bundles(read(path)))


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
@pytest.mark.parametrize("path", COURSE_NOTEBOOKS, ids=lambda path: str(path.relative_to(COURSE)))
def test_notebook(path, guard):
    assert guard(read(path)) == []


def test_at_most_two_percent_of_the_cells_are_not_compared():
    assert few_cells_are_ignored([read(path) for path in COURSE_NOTEBOOKS]) == []
