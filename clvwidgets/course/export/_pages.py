"""The pages that an export writes: one for each notebook, and tables of contents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from clvwidgets.course.export._plan import Page, address, led

if TYPE_CHECKING:
    from nbformat import NotebookNode

_GENERATOR = "clvwidgets export"
_STYLE = Path(__file__).with_name("notebook.css")


def refuse_to_replace(file: Path, *, force: bool) -> None:
    """Refuse to write over a file that no export has written.

    Parameters
    ----------
    file : pathlib.Path
        Where a page is to be written.
    force : bool
        Whether any file may be replaced.

    Raises
    ------
    FileExistsError
        If such a file is there and ``force`` is false.
    IsADirectoryError
        If a folder is there.
    """
    if file.is_dir():
        raise IsADirectoryError(f"{file} is a folder. Name another file for the page.")
    if force or not file.exists():
        return
    with file.open(encoding="utf-8", errors="replace") as there:
        if f'name="generator" content="{_GENERATOR}"' in there.read(4096):
            return
    raise FileExistsError(
        f"{file} is there already, and no export has written it. Export to another folder (--to), "
        "or replace it (--force)."
    )


def write_page(page: Page, notebook: NotebookNode, files: Mapping[Path, Path], *, lang: str) -> str:
    """Write the page of a notebook; its title.

    Parameters
    ----------
    page : Page
        The notebook, and the page that it becomes.
    notebook : NotebookNode
        Changed in place.
    files : mapping of pathlib.Path to pathlib.Path
        Each notebook that becomes a page, and that page.
    lang : str
        BCP 47 tag.

    Returns
    -------
    str
    """
    from clvwidgets.course.export._cells import cells_as_html, title_of

    lead = partial(led, page=page, files=files)
    cells = cells_as_html(notebook, page.notebook.parent, lead)
    title = title_of(cells)
    if not title:
        title = page.notebook.stem
        cells = f"<h1>{escape(title)}</h1>\n{cells}"
    way = _way_back(page)
    _write(page.file, f"{way}<main>\n{cells}\n</main>", title=title, lang=lang, alive=True)
    return title


def _way_back(page: Page) -> str:
    if page.index is None:
        return ""
    return f'<nav><a href="{address(page.index, page.file)}">All notebooks</a></nav>\n'


def write_index(index: Path, titles: Mapping[Path, str], *, lang: str) -> None:
    """Write a table of contents.

    Parameters
    ----------
    index : pathlib.Path
        File to write.
    titles : mapping of pathlib.Path to str
        Each page and its title, in order.
    lang : str
        BCP 47 tag.
    """
    parts = []
    for folder, files in groupby(titles, key=lambda file: file.parent):
        if folder != index.parent:
            heading = _folder_in_words(folder.relative_to(index.parent))
            parts.append(f"<h2>{escape(heading)}</h2>")
        items = (
            f'<li><a href="{address(file, index)}">{escape(titles[file])}</a></li>'
            for file in files
        )
        parts.append(f"<ul>{''.join(items)}</ul>")
    body = "<main>\n<h1>Notebooks</h1>\n" + "\n".join(parts) + "\n</main>"
    _write(index, body, title="Notebooks", lang=lang, alive=False)


def _folder_in_words(folder: Path) -> str:
    """Write a folder's name as a heading: "1_worth" reads "1 · worth"."""
    words = (re.sub(r"^(\d+)[_-]", r"\1 · ", part) for part in folder.parts)
    return " / ".join(words).replace("_", " ")


def _write(file: Path, body: str, *, title: str, lang: str, alive: bool) -> None:
    from clvwidgets.display.page import page_around

    style = _STYLE.read_text(encoding="utf-8")
    text = page_around(body, title=title, lang=lang, style=style, generator=_GENERATOR, alive=alive)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
