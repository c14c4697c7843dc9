"""Which notebook becomes which file, and where a link between notebooks leads then."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import quote, unquote, urlsplit

_SAFE = ("", "http", "https", "mailto")


@dataclass(frozen=True)
class Page:
    """A notebook and the page that is made of it.

    Parameters
    ----------
    notebook, file : pathlib.Path
        Absolute paths.
    index : pathlib.Path, optional
        Page of contents that it belongs to; None for a notebook that was named by itself.
    """

    notebook: Path
    file: Path
    index: Path | None = None


def plan(paths: Iterable[str | Path], to: str | Path | None) -> list[Page]:
    """List the pages to write.

    Parameters
    ----------
    paths : iterable of str or pathlib.Path
        Notebooks, and folders that stand for all notebooks in them.
    to : folder
        Or for one notebook a file ending in ``.html``; None is beside each notebook.

    Returns
    -------
    list of Page

    Raises
    ------
    FileNotFoundError
        If nothing is there, or a folder holds no notebook.
    NotADirectoryError
        If ``to`` is a file of another kind.
    ValueError
        If two pages would be written to one file.
    """
    goal = None if to is None else Path(to).expanduser().resolve()
    if goal is not None and goal.is_file() and goal.suffix != ".html":
        raise NotADirectoryError(f"{goal} is a file. Name a folder for the pages.")
    pages = []
    for path in (Path(one).expanduser() for one in paths):
        if path.is_dir():
            pages += _of_folder(path.resolve(), goal)
        elif path.is_file():
            pages.append(Page(path.resolve(), _file(path.resolve(), goal)))
        else:
            raise FileNotFoundError(f"There is no notebook or folder {path}.")
    _refuse_twins(pages)
    return pages


def _of_folder(folder: Path, goal: Path | None) -> list[Page]:
    """Plan a folder; hidden folders, such as those of Jupyter's checkpoints, are left out."""
    inside = (path.relative_to(folder) for path in sorted(folder.rglob("*.ipynb")))
    seen = [path for path in inside if not any(part.startswith(".") for part in path.parts)]
    if not seen:
        raise FileNotFoundError(f"There is no notebook in {folder}.")
    if goal is not None and goal.suffix == ".html":
        raise ValueError(f"{goal.name} is one page, and {folder} a folder. Name a folder for --to.")
    home = goal or folder
    index = home / "index.html"
    return [Page(folder / path, home / path.with_suffix(".html"), index) for path in seen]


def _file(notebook: Path, goal: Path | None) -> Path:
    if goal is not None and goal.suffix == ".html":
        return goal
    return (goal or notebook.parent) / f"{notebook.stem}.html"


def _refuse_twins(pages: Sequence[Page]) -> None:
    made_of = {page.index: "the table of contents" for page in pages if page.index}
    for page in pages:
        other = made_of.setdefault(page.file, str(page.notebook))
        if other != str(page.notebook):
            raise ValueError(
                f"{page.notebook} and {other} would both become {page.file}. "
                "Rename one, or export them to different folders."
            )


def address(target: PurePath, seen_from: PurePath) -> str:
    """Write the relative address of a file, as a link in another one.

    Parameters
    ----------
    target, seen_from : pathlib.PurePath
        The file that is meant, and the one that links to it.

    Returns
    -------
    str

    Examples
    --------
    >>> address(PurePath("/a/b c.html"), PurePath("/a/x/y.html"))
    '../b%20c.html'
    """
    return quote(PurePath(os.path.relpath(target, seen_from.parent)).as_posix())


def led(href: str, page: Page, files: Mapping[Path, Path]) -> str | None:
    """Lead a link of a notebook to where it should go from the page.

    Parameters
    ----------
    href : str
        The link's address in the notebook.
    page : Page
        The page in which it will stand.
    files : mapping of pathlib.Path to pathlib.Path
        Each notebook that becomes a page, and that page.

    Returns
    -------
    str or None
        None where the link would lead nowhere or run a script.
    """
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme.lower() not in _SAFE:
        return None
    if parts.scheme or parts.netloc or not parts.path:
        return href
    goal = (page.notebook.parent / unquote(parts.path)).resolve()
    if goal in files:
        anchor = f"#{parts.fragment}" if parts.fragment else ""
        return address(files[goal], page.file) + anchor
    return None if goal.suffix == ".ipynb" else href
