"""A notebook's cells as HTML, by nbconvert; panels and mathematics are made ready for a page."""

from __future__ import annotations

import html
import re
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import tostring

from bs4 import BeautifulSoup
from latex2mathml.converter import convert_to_element
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import (
    InvalidNotebook,
    IPythonRenderer,
    MarkdownWithMath,
)
from nbformat import NotebookNode
from traitlets.config import Config

from clvwidgets.course.export._pictures import keep_true_pictures
from clvwidgets.course.export._tidy import Lead, tidy
from clvwidgets.display.page import json_in_page
from clvwidgets.display.panel_json import PANEL_MIME

# Scripts and widgets of other makers need what a page alone has not; their text is shown instead.
_SHOWN = ("text/html", "image/svg+xml", "image/png", "image/jpeg", "text/plain")


def cells_as_html(notebook: NotebookNode, folder: Path, lead: Lead) -> str:
    """Write the cells of a notebook, without a page around them.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in place.
    folder : pathlib.Path
        Where it lies, for the pictures in its text.
    lead : callable
        Gives where a link's address goes from the page; None where it must not lead anywhere.

    Returns
    -------
    str
    """
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = tidy(_markdown(cell.source, cell.get("attachments"), folder), lead)
        for output in cell.get("outputs", []):
            if "data" in output:
                _prepare(output.data, partial(_markdown, folder=folder), lead)
    exporter = HTMLExporter(
        config=Config({"NbConvertBase": {"display_data_priority": list(_SHOWN)}}),
        template_name="lab",
        template_file="base.html.j2",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        filters={"markdown2html": _as_is},
    )
    body, _resources = exporter.from_notebook_node(notebook)
    return str(body)


def _as_is(cell: str) -> str:
    """Take the place of nbconvert's filter for Markdown, which has become HTML before."""
    return cell


def title_of(cells: str) -> str:
    """Read the first heading of the highest level; "" if there is none."""
    heading = re.search(r"<h1[ >].*?</h1>", cells, re.DOTALL)
    if heading is None:
        return ""
    soup = BeautifulSoup(heading[0], "html.parser")
    for anchor in soup(class_="anchor-link"):
        anchor.decompose()
    return soup.get_text().strip()


class _Renderer(IPythonRenderer):
    """Writes mathematics as MathML, which browsers show without a script."""

    def block_html(self, html: str) -> str:
        """Leave a piece of HTML as it is: it may open a fold that a later piece closes."""
        return html

    def inline_html(self, html: str) -> str:
        return html

    def block_math(self, body: str) -> str:
        return _mathml(body, display="block")

    def inline_math(self, body: str) -> str:
        return _mathml(body, display="inline")

    def latex_environment(self, name: str, body: str) -> str:
        return _mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", display="block")

    def image(self, text: str, url: str, title: str | None = None) -> str:
        try:
            return super().image(text, url, title)
        except InvalidNotebook:
            return f"<em>{text} (a picture that the notebook has lost)</em>"


def _markdown(source: str, attachments: Any = None, folder: Path | str = "") -> str:
    renderer = _Renderer(escape=False, embed_images=True, attachments=attachments, path=str(folder))
    whole = MarkdownWithMath(renderer=renderer).render(source)
    # Pictures in the text's own HTML; nbconvert would look piece by piece, and close each tag.
    return str(renderer._html_embed_images(whole))


def _mathml(latex: str, *, display: str) -> str:
    """Turn LaTeX into MathML; what is not understood stays readable as it was written."""
    try:
        element = convert_to_element(latex, display=display)
    except Exception:  # the library has an error of its own for each slip, without a common base
        return f"<code>{html.escape(latex)}</code>"
    # Its symbols are written as character references already; the rest is escaped here.
    return re.sub(r"&amp;(#x[0-9A-Fa-f]+;)", r"&\1", tostring(element, encoding="unicode"))


def _prepare(data: dict[str, Any], markdown: Any, lead: Lead) -> None:
    """Bring an output into a form that nbconvert and a page without a kernel can show."""
    keep_true_pictures(data)
    for kind in ("text/markdown", "text/latex"):
        if kind in data:
            data.setdefault("text/html", markdown(data[kind]))
    if "text/html" in data:
        data["text/html"] = tidy(data["text/html"], lead)
        if not data["text/html"]:
            del data["text/html"]
    if PANEL_MIME in data:
        data["text/html"] = _panel(data)


def _panel(data: dict[str, Any]) -> str:
    """Write a panel, and in its place what shows until the script runs, or where none does."""
    text = html.escape(data.get("text/plain", ""))
    still = data.get("text/html") or f"<pre>{text}</pre>"
    if "image/png" in data:
        still = f'<img src="data:image/png;base64,{data["image/png"]}" alt="{text}">'
    return (
        f"<div data-clvwidgets-panel>{still}</div>"
        f'<script type="application/json" data-clvwidgets>{json_in_page(data[PANEL_MIME])}</script>'
    )
