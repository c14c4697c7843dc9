"""What of a notebook's own HTML a page can keep: no script but ours, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

# They run something, load something or change where the page's links lead.
_DROPPED = {"script", "link", "meta", "base", "iframe", "frame", "object", "embed", "foreignobject"}
# What stands in them is text to one reader and markup to another, who would find a tag in it.
_AMBIGUOUS = {
    "noscript",
    "template",
    "textarea",
    "title",
    "xmp",
    "plaintext",
    "noembed",
    "noframes",
}
# They change an attribute that was looked at here.
_MOVING = {"animate", "animatemotion", "animatetransform", "set"}
# They show something without a letter of text.
_PICTURES = ("img", "svg", "table", "hr", "input", "progress", "math")
# They fetch what they show.
_FETCHING = ("image", "use", "feimage")

Lead = Callable[[str], str | None]


def tidy(html: str, lead: Lead) -> str:
    """Take out what would run or load something, and lead the links.

    Parameters
    ----------
    html : str
        A piece of a page.
    lead : callable
        Gives where a link's address goes from the page; None where it must not lead anywhere.

    Returns
    -------
    str
        The piece, or "" if nothing is left to be seen.

    Examples
    --------
    >>> tidy('<p onclick="x()">Hi<script>y()</script> <a href="b">b</a></p>', lambda to: to)
    '<p>Hi <a href="b">b</a></p>'
    >>> tidy("<div><script>draw()</script></div>", lambda to: to)
    ''
    """
    soup = _harmless(html)
    for image in soup("img"):
        _link_instead(soup, image)
    for link in soup("a", href=True):
        led = lead(str(link["href"]))
        if led is None:
            del link["href"]
        else:
            link["href"] = led
    for head in soup("th"):
        if not head.get_text(strip=True):
            head.name = "td"  # the corner of a table heads nothing
    for table in soup("table"):
        # A table may be wider than a telephone; the keyboard must reach what can be scrolled.
        table.wrap(soup.new_tag("div", attrs={"class": "wide", "role": "group", "tabindex": "0"}))
    is_seen = soup.get_text(strip=True) or soup(_PICTURES)
    return str(soup) if is_seen else ""


def _harmless(html: str) -> BeautifulSoup:
    """Parse HTML so that, written again, it means the same to every reader, and runs nothing."""
    soup = BeautifulSoup(html, "html.parser")
    for aside in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        aside.extract()  # comments and their kin end in different places for different readers
    for element in soup(True):
        if element.decomposed:
            continue
        if element.name in _DROPPED | _AMBIGUOUS | _MOVING:
            element.decompose()
        elif element.name == "style" and "<" in element.text:
            element.decompose()  # within a drawing, it is a tag
        else:
            _silence(element)
    return soup


def _silence(element: Tag) -> None:
    for name in [name for name in element.attrs if name.lower().startswith("on")]:
        del element[name]
    if element.name in _FETCHING:
        for name in ("href", "xlink:href"):
            if not str(element.get(name, "#")).startswith(("#", "data:")):
                del element[name]


def _link_instead(soup: BeautifulSoup, image: Tag) -> None:
    """Put a link in the place of a picture that lies elsewhere: nothing is asked for unasked."""
    source = str(image.get("src", ""))
    if source.startswith("data:"):
        return
    link = soup.new_tag("a", href=source)
    link.string = f"{image.get('alt') or source} (a picture that is not in this page)"
    image.replace_with(link)
