"""One file that holds a panel and all it needs."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from clvwidgets.widgets._runtime import static_text

_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0 auto; padding: 16px; max-width: 1100px; }}
</style>
</head>
<body>
<main>
<noscript>This page needs scripts to be switched on; it loads nothing from the network.</noscript>
<div></div>
<script type="application/json" data-clvwidgets>{stored}</script>
</main>
<script type="module">{code}</script>
</body>
</html>
"""

# The page may run its own script (Vega compiles expressions) and may ask nobody for anything.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'unsafe-inline'; img-src data: blob:"
)


def page_with(stored: dict[str, Any], *, title: str, lang: str) -> str:
    """Write a page that shows a stored panel.

    Parameters
    ----------
    stored : what `clvwidgets.charts.panel_json.panel_json` made
    title : the page's title
    lang : BCP 47 tag of the page's language
    """
    # "<" cannot stand in the JSON as it is: "</script>" in a customer's name would end it.
    safe = json.dumps(stored, ensure_ascii=False).replace("<", "\\u003c")
    return _PAGE.format(
        lang=escape(lang),
        title=escape(title),
        policy=_POLICY,
        stored=safe,
        code=static_text("page.js"),
    )
