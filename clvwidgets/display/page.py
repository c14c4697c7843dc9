"""One file that holds panels and all they need."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from typing import Any

from clvwidgets.arguments import checked
from clvwidgets.display._doors import STORED
from clvwidgets.display.static_files import static_text

_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="generator" content="{generator}">
<title>{title}</title>
<style>
@media screen {{ :root {{ color-scheme: light dark; }} }}
body {{ margin: 0 auto; padding: 16px; max-width: 1100px; }}
{style}</style>
</head>
<body>
{body}
{script}</body>
</html>
"""

_BODY = """<main>
<noscript>This page needs scripts to be switched on; it loads nothing from the network.</noscript>
<div></div>
<script type="application/json" data-clvwidgets>{stored}</script>
</main>"""

# The page may run our own script, which interprets expressions and makes no code of them, and may
# ask nobody for anything. A script that comes in with what a notebook holds does not run.
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data: blob:; "
    "form-action 'none'; base-uri 'none'"
)


@checked(stored=STORED)
def page_with(stored: dict[str, Any], *, title: str, lang: str) -> str:
    """Write a page that shows a stored panel.

    Parameters
    ----------
    stored : dict
        What `clvwidgets.display.panel_json.panel_json` made.
    title : str
        The page's title.
    lang : str
        BCP 47 tag of the page's language.

    Returns
    -------
    str

    Examples
    --------
    >>> from clvwidgets.display.panel_json import declaration, panel_json
    >>> page = page_with(panel_json(declaration()), title="Value", lang="en")
    >>> "<title>Value</title>" in page
    True
    """
    return page_around(_BODY.format(stored=json_in_page(stored)), title=title, lang=lang)


@checked()
def page_around(
    body: str,
    *,
    title: str,
    lang: str,
    style: str = "",
    generator: str = "clvwidgets",
    alive: bool = True,
) -> str:
    """Write a page that brings the stored panels in its body to life and loads nothing.

    Parameters
    ----------
    body : str
        HTML.
    title : str
        The page's title, plain text.
    lang : str
        BCP 47 tag of the page's language.
    style : str
        CSS.
    generator : str
        What made the page.
    alive : bool
        Whether the body holds panels, which need the script.

    Returns
    -------
    str

    Examples
    --------
    >>> page_around("<p>Text</p>", title="A page", lang="en", alive=False).splitlines()[1]
    '<html lang="en">'
    """
    code = static_text("page.js") if alive else ""
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    return _PAGE.format(
        lang=escape(lang),
        title=escape(title),
        policy=_POLICY.format(scripts=f"'sha256-{digest}'" if alive else "'none'"),
        generator=escape(generator),
        style=style,
        body=body,
        script=f'<script type="module">{code}</script>\n' if alive else "",
    )


@checked()
def json_in_page(stored: dict[str, Any]) -> str:
    r"""Write a stored panel so that it can stand in a page's script element.

    "<" cannot stand there as it is: "</script>" in a customer's name would end it.

    Parameters
    ----------
    stored : dict
        What `clvwidgets.display.panel_json.panel_json` made.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If JSON cannot write it.

    Examples
    --------
    >>> json_in_page({"name": "</script>"})
    '{"name": "\\u003c/script>"}'
    """
    try:
        written = json.dumps(stored, ensure_ascii=False).replace("<", "\\u003c")
    except TypeError as error:
        raise ValueError(f"stored must hold what JSON can write: {error}.") from None
    # To some readers these end a line in the middle of a text.
    return written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
