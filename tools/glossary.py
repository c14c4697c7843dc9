"""Write docs/glossary.md from the terms of the lessons.

    python tools/glossary.py

Each word is explained in the lesson that uses it first; this page gathers them.
"""

from __future__ import annotations

from pathlib import Path

from clvwidgets.course.exercises import lesson_names, load_plan

PAGE = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
HEAD = """# Glossary

The words of the course, each with the notebook that explains it. Made by `make glossary` from
`clvwidgets/course/exercises`; change them there.
"""


def page() -> str:
    """Write the page's text."""
    plans = [load_plan(name) for name in lesson_names()]
    terms = [(term, plan.chapter) for plan in plans for term in plan.terms]
    entries = [
        f"* **{term.word}**: {term.meaning} [{chapter.number}](../notebooks/{chapter.path})\n"
        for term, chapter in sorted(terms, key=lambda pair: pair[0].word.casefold())
    ]
    return f"{HEAD}\n{''.join(entries)}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
