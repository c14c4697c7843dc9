"""The course: a copy of one's own, what its notebooks ask and say, and notebooks as pages."""

import clvwidgets.charts  # noqa: F401 - a lesson's own `import altair` comes without its grammar
from clvwidgets.course.copying import START, copy_course, reset_notebook
from clvwidgets.course.export import export_notebook, export_notebooks
from clvwidgets.course.lesson import Lesson
from clvwidgets.course.progress import progress

__all__ = [
    "START",
    "Lesson",
    "copy_course",
    "export_notebook",
    "export_notebooks",
    "progress",
    "reset_notebook",
]
