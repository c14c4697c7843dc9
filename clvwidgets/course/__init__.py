"""The course: copying it to a folder of one's own."""

from clvwidgets.course.copying import START, copy_course

__all__ = ["START", "copy_course"]
