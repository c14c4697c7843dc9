"""`to_html()` writes one file: opened from disk, without kernel or network, its sliders work."""

from __future__ import annotations

import pytest

from clvwidgets import RFMExplorer, SubscriptionCLV, load_dataset
from clvwidgets.segments import RFM_SEGMENTS, Segment

from .panels import STEPS, drag, headline, rested, settled

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def shown(page, tmp_path):
    """Write a panel's page and open it from the file system."""

    def show(panel):
        path = tmp_path / "panel.html"
        panel.to_html(path)
        page.goto(path.as_uri())
        return settled(page.locator(".clv-panel"))

    return show


def test_sliders_are_alive_in_a_file(page, shown):
    panel = shown(SubscriptionCLV())
    assert headline(panel, "Lifetime value") == "€695"
    assert drag(panel, "Churn per month", 0.05, 0.35).drawn >= STEPS - 2
    assert headline(panel, "Lifetime value") != "€695"
    assert page.console_errors == []
    assert page.foreign_requests == []


def test_a_page_keeps_what_was_pinned(shown):
    calc = SubscriptionCLV()
    calc.pin("today")
    calc.churn = 0.04
    panel = shown(calc)
    assert "145 better than pinned" in panel.inner_text()


@pytest.mark.parametrize("locale", ["en-US", "de-DE", "de-CH", "fr-FR", "en-IN", "pt-BR"])
def test_the_page_writes_numbers_as_python_does(shown, locale):
    """Two writers write the numbers; the reader must not see that there are two."""
    calc = SubscriptionCLV(margin=12345.678, cac=9.5, locale=locale)
    panel = shown(calc)
    for label, text in calc._results_in_words().items():
        assert headline(panel, label) == text


def test_markup_in_names_shows_as_text(page, shown):
    rules = [Segment(HOSTILE, r.recency, r.frequency, HOSTILE) for r in RFM_SEGMENTS[:1]]
    explorer = RFMExplorer(load_dataset("cdnow"), rules=[*rules, *RFM_SEGMENTS[1:]])
    panel = shown(explorer)
    assert panel.get_by_role("checkbox", name=HOSTILE).count() == 1
    for tab in panel.get_by_role("tab").all():
        tab.click()
        rested(page)
        assert page.locator("img").count() == 0
    assert HOSTILE in panel.inner_text()
    assert page.console_errors == []
