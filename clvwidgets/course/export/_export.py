"""Write notebooks as pages that live alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clvwidgets._extras import require
from clvwidgets.arguments import checked
from clvwidgets.course.export._pages import refuse_to_replace, write_index, write_page
from clvwidgets.course.export._plan import Page, plan
from clvwidgets.course.export._reading import read

if TYPE_CHECKING:
    from nbformat import NotebookNode

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Exported:
    """What `export_notebooks` did.

    Parameters
    ----------
    pages : tuple of Path
        Files written, in the order of the notebooks.
    indexes : tuple of Path
        Tables of contents written, one for each folder.
    left_out : tuple of str
        For each notebook that was not exported the reason, as a sentence.
    """

    pages: tuple[Path, ...]
    indexes: tuple[Path, ...]
    left_out: tuple[str, ...]


@checked()
def export_notebook(
    path: str | Path, to: str | Path | None = None, *, lang: str = "en", force: bool = False
) -> Path:
    """Write a notebook, as it is stored, as one page that works without Python or the network.

    Panels, predictions and quizzes are alive in it; everything else stands as it was saved.

    Parameters
    ----------
    path : path
        Notebook that was run and saved.
    to : path, optional
        Folder, or a file ending in ``.html``; the notebook's folder if None.
    lang : str
        BCP 47 tag of the language that the notebook is written in.
    force : bool
        Whether a file that is there and was not written by this function may be replaced.

    Returns
    -------
    pathlib.Path
        The page.

    Raises
    ------
    FileNotFoundError
        If there is no such notebook.
    FileExistsError
        If another file is in the way.
    NotADirectoryError
        If ``to`` is such a file.
    ValueError
        If it is no notebook, was never run, or holds a panel of a newer version.
    ImportError
        If nbconvert is not installed.

    Examples
    --------
    >>> export_notebook("forgotten.ipynb")
    Traceback (most recent call last):
    ...
    FileNotFoundError: There is no notebook or folder forgotten.ipynb.
    """
    if Path(path).expanduser().is_dir():
        raise ValueError(
            f"{path} is a folder. Use export_notebooks([folder]) for all that is in it."
        )
    _check_language(lang)
    require("nbconvert", "lab", "Exporting a notebook")
    [page] = plan([path], to)
    refuse_to_replace(page.file, force=force)
    write_page(page, read(page.notebook), {page.notebook: page.file}, lang=lang)
    return page.file


@checked()
def export_notebooks(
    paths: Iterable[str | Path],
    to: str | Path | None = None,
    *,
    lang: str = "en",
    force: bool = False,
) -> Exported:
    """Write notebooks as pages whose links to each other work, with a table of contents.

    A notebook that cannot be exported does not keep the others from it.

    Parameters
    ----------
    paths : path or sequence of path
        Notebooks, and folders that stand for all notebooks in them; a folder gets an
        ``index.html``.
    to : path, optional
        Folder for the pages; beside the notebooks if None.
    lang : str
        As for `export_notebook`.
    force : bool
        As for `export_notebook`.

    Returns
    -------
    Exported
        The files written, and what was left out and why.

    Raises
    ------
    FileNotFoundError
        If there is no such notebook or folder.
    FileExistsError, NotADirectoryError
        If another file is in the way of a table of contents, or where the folder should be.
    ValueError
        If two notebooks would become one file.
    ImportError
        If nbconvert is not installed.

    Examples
    --------
    >>> export_notebooks(["forgotten.ipynb"])
    Traceback (most recent call last):
    ...
    FileNotFoundError: There is no notebook or folder forgotten.ipynb.
    """
    from tqdm.auto import tqdm

    _check_language(lang)
    require("nbconvert", "lab", "Exporting a notebook")
    pages = plan(paths, to)
    for index in {page.index for page in pages if page.index}:
        refuse_to_replace(index, force=force)
    ready, left_out = _read_all(pages, force=force)
    files = {page.notebook: page.file for page in ready}
    # None: in a terminal or a notebook only, not in a file that takes the output.
    hidden = None if len(ready) > 1 else True
    titles = {
        page: write_page(page, notebook, files, lang=lang)
        for page, notebook in tqdm(ready.items(), "Exporting", leave=False, disable=hidden)
    }
    indexes = dict.fromkeys(page.index for page in titles if page.index)
    for index in indexes:
        named = {page.file: title for page, title in titles.items() if page.index == index}
        write_index(index, named, lang=lang)
    return Exported(tuple(files.values()), tuple(indexes), tuple(left_out))


def _read_all(pages: Iterable[Page], *, force: bool) -> tuple[dict[Page, NotebookNode], list[str]]:
    """Read before anything is written, so that no link leads to a page that is left out."""
    ready, left_out = {}, []
    for page in pages:
        try:
            refuse_to_replace(page.file, force=force)
            ready[page] = read(page.notebook)
        except (OSError, ValueError) as problem:
            left_out.append(str(problem))
    return ready, left_out


def _check_language(lang: str) -> None:
    if not _LANGUAGE.fullmatch(lang):
        raise ValueError(f"lang must be a language tag such as 'en' or 'de-AT', got {lang!r}.")
