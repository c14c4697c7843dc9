"""What a notebook, a page, a terminal and a printer get of a panel."""

from __future__ import annotations

import json
import re

import pytest

from clvwidgets import RFMExplorer, SubscriptionCLV
from clvwidgets.display.panel_json import PANEL_MIME
from clvwidgets.segments import Segment

HOSTILE = "<img src=x onerror=alert(1)></script>"


def without_code(page: str) -> str:
    """Cut the page before the front end's own code."""
    return page.split('<script type="module">')[0]


def test_the_bundle_has_four_parts(calc):
    data, _metadata = calc._repr_mimebundle_()
    assert set(data) == {
        "application/vnd.jupyter.widget-view+json",
        PANEL_MIME,
        "image/png",
        "text/plain",
    }
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == calc.model_id


def test_nothing_random_is_stored():
    """nbval compares the stored JSON and text: two runs must give the same."""
    first, second = (SubscriptionCLV()._repr_mimebundle_()[0] for _ in range(2))
    for part in (PANEL_MIME, "text/plain", "image/png"):
        assert first[part] == second[part]
    assert (
        first["application/vnd.jupyter.widget-view+json"]
        != (second["application/vnd.jupyter.widget-view+json"])
    )


@pytest.mark.parametrize("name", ["calc", "explorer"])
def test_a_stored_panel_is_small(name, request):
    data, _metadata = request.getfixturevalue(name)._repr_mimebundle_()
    assert len(json.dumps(data[PANEL_MIME])) < 20_000
    assert len(data["image/png"]) < 20_000


def test_the_stored_panel_is_json_even_without_limit():
    stored = SubscriptionCLV(churn=0, discount=0)._stored()
    assert stored["results"]["clv"] == "inf"
    json.dumps(stored, allow_nan=False)


def test_the_text_says_fields_and_headline():
    text = str(SubscriptionCLV(churn=0, discount=0, locale="de-DE"))
    assert text.splitlines() == [
        "Subscription CLV: What is a subscriber worth?",
        "  Margin per month: 40\xa0€",
        "  Churn per month: 0\xa0%",
        "  Discount rate per year: 0\xa0%",
        "  Cost to acquire: 120\xa0€",
        "  Lifetime value: no limit",
        "  Value to cost: no limit",
        "  Paid back after: 2 months",
    ]


def test_the_page_holds_the_panel_and_asks_nobody(calc, tmp_path):
    path = tmp_path / "calc.html"
    page = calc.to_html(path)
    assert path.read_text(encoding="utf-8") == page
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img)[^>]*\b(src|href)=", without_code(page))
    stored = re.search(r"data-clvwidgets>(.*?)</script>", page, re.S)
    assert stored is not None
    assert json.loads(stored[1]) == calc._stored()


def test_markup_in_names_cannot_leave_the_page(cdnow_log):
    everyone = Segment(HOSTILE, (1, 5), (1, 5), HOSTILE)
    page = RFMExplorer(cdnow_log, rules=[everyone]).to_html()
    assert "<img" not in without_code(page)
    assert page.count("</script>") == 2


def test_the_picture_can_be_kept(calc, tmp_path):
    png = calc.to_png(tmp_path / "calc.png")
    assert png == (tmp_path / "calc.png").read_bytes()
    assert png.startswith(b"\x89PNG")
