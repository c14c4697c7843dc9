"""The course: copying it to a folder of one's own, and what its notebooks ask and say."""

from clvwidgets.course.copying import START, copy_course, reset_notebook
from clvwidgets.course.lesson import Lesson
from clvwidgets.course.progress import progress

__all__ = ["START", "Lesson", "copy_course", "progress", "reset_notebook"]
