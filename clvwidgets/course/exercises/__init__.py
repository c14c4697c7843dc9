"""The questions of the course: one module for each notebook, each with a ``LESSON``."""

from __future__ import annotations

import difflib
from importlib import import_module
from pkgutil import iter_modules

from clvwidgets.course.plan import LessonPlan


def lesson_names() -> list[str]:
    """Names of the notebooks that have a plan, in the order of the course.

    Returns
    -------
    list of str

    Examples
    --------
    >>> "03_churn_and_lifespan" in lesson_names()
    True
    """
    return sorted(found.name[1:] for found in iter_modules(__path__) if found.name[0] == "e")


def load_plan(name: str) -> LessonPlan:
    """Load the plan of a notebook.

    Parameters
    ----------
    name : str
        The notebook's name, without ``.ipynb``.

    Returns
    -------
    LessonPlan

    Raises
    ------
    ValueError
        If no notebook of that name has a plan.

    Examples
    --------
    >>> load_plan("03_churn_and_lifespan").minutes
    30
    """
    known = lesson_names()
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}."
        raise ValueError(f"There is no lesson {name!r}. {hint}")
    plan: LessonPlan = import_module(f"{__name__}.e{name}").LESSON
    return plan
