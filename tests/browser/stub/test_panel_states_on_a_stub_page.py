"""Whatever happens, a panel says what is the matter: never a blank, never a stream of errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from ..panels import rested
from .driver import MIDDLE, NARROW, WIDE, button, changed, example, field, move, readout

SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
HOSTILE = "<img src=x onerror=alert(1)>"


def subscription():
    return example("subscription")


def with_status(state, message):
    return changed(subscription(), status={"state": state, "message": message})


def foreign_chart():
    panel = subscription()
    panel["declaration"]["views"][0]["spec"]["layer"][3]["mark"] = {"type": "nosuch"}
    return panel


def broken_chart():
    panel = subscription()
    spec = panel["declaration"]["views"][0]["spec"]
    spec["transform"] = [{"filter": "datum.nosuch.deeper > 0"}, *spec.get("transform", [])]
    return panel


def broken_formula():
    panel = subscription()
    panel["declaration"]["outputs"][0]["expr"] = "nosuch(margin)"
    return panel


# What is mounted, how, and what must be read.
STATES = {
    "ready": (subscription(), {}, "After 4 months"),
    "grid": (example("grid"), {}, "Nothing chosen"),
    "bare": (example("bare"), {}, "Orders by month"),
    "locked": (with_status("locked", "Predict first."), {}, "Predict first."),
    "busy": (with_status("busy", "Fitting the model…"), {}, "Fitting the model…"),
    "error": (with_status("error", "churn must lie below 1."), {}, "churn must lie below 1."),
    "offline": (example("grid"), {"away": True}, "offline"),
    "saved": (subscription(), {"away": True, "kind": "saved"}, "saved"),
    "loading": (subscription(), {"wait": 60_000}, "Loading…"),
    "no_vega": (subscription(), {"fail": "Failed to fetch"}, "could not be loaded"),
    "foreign_chart": (foreign_chart(), {}, "holds a mark of the kind nosuch, which no panel"),
    "broken_chart": (broken_chart(), {}, "The chart could not be drawn"),
    "broken_formula": (broken_formula(), {}, "holds the function nosuch, which no panel"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_each_state_says_what_is_the_matter_and_fits(stub, state, scheme):
    """A blank output, or one that scrolls sideways, is what people see of a fault elsewhere."""
    mounted, how, words = STATES[state]
    stub.resize(WIDE, scheme)
    panel = stub.mount(mounted, drawn=False, **how)
    expect(panel).to_contain_text(words)
    SCREENSHOTS.mkdir(exist_ok=True)
    for width in (WIDE, MIDDLE, NARROW):
        stub.resize(width, scheme)
        rested(stub.page)
        stub.page.screenshot(path=SCREENSHOTS / f"{state}-{width}-{scheme}.png", full_page=True)
        assert stub.page.evaluate("document.documentElement.scrollWidth") <= width
    assert stub.console_errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_large_enough_and_stands_out(stub, scheme):
    """Read on a projector: text of 13 pixels, targets of 24, contrast of 4.5 to 1."""
    stub.resize(WIDE, scheme)
    for name in ("subscription", "grid"):
        stub.mount(example(name))
    button(stub.page.locator(".clv-panel").first, "Pin").click()
    assert stub.page.evaluate(SMALL_TEXT) == []
    assert stub.page.evaluate(SMALL_TARGETS) == []
    assert stub.page.evaluate(WEAK_TEXT) == []


def test_locked_results_stay_out_of_sight_and_fields_work(stub):
    """A prediction made with the answer in view teaches nothing."""
    panel = stub.mount(with_status("locked", "Predict first."), drawn=False)
    expect(panel).to_contain_text("Predict first.")
    expect(button(panel, "Pin")).to_be_hidden()
    expect(panel.get_by_role("tab")).to_have_count(0)
    expect(panel.locator("svg")).to_have_count(0)
    expect(readout(panel, "Lifetime value")).to_be_hidden()
    move(field(panel, "slider"), 0.1)
    stub.set("status", {"state": "ready", "message": ""})
    expect(readout(panel, "Lifetime value")).to_have_text("€373")
    panel.locator(".clv-picture svg").first.wait_for()
    expect(panel).not_to_contain_text("Predict first.")


def test_short_waits_are_no_news(stub):
    """A message that flashes by at each move of a slider is noise."""
    panel = stub.mount(subscription())
    stub.set("status", {"state": "busy", "message": "Fitting…"})
    stub.page.wait_for_timeout(100)
    expect(panel).not_to_contain_text("Fitting…")
    stub.set("status", {"state": "ready", "message": ""})
    stub.page.wait_for_timeout(400)
    expect(panel).not_to_contain_text("Fitting…")
    stub.set("status", {"state": "busy", "message": "Fitting…"})
    expect(panel).to_contain_text("Fitting…")
    move(field(panel, "slider"), 0.1)
    expect(readout(panel, "Lifetime value")).to_have_text("€373")


def test_a_kernel_that_goes_away_is_told_quietly_and_gets_no_messages(stub):
    """Each message to a dead kernel is an error in the console; a dead panel is worse."""
    panel = stub.mount(example("grid"))
    scores = panel.get_by_role("radio", name="Fixed limits")
    expect(scores).to_be_enabled()
    stub.page.evaluate("stub.panels[0].setAway(true)")
    expect(panel).to_contain_text("offline")
    expect(scores).to_be_disabled()
    expect(panel).to_contain_text("Needs Python: the kernel is not running.")
    panel.get_by_role("checkbox", name="Name the segments").uncheck()
    expect(panel.locator(".clv-picture")).not_to_contain_text("Champions")
    assert stub.page.evaluate("stub.panels[0].sent.length") == 0
    stub.page.evaluate("stub.panels[0].setAway(false)")
    expect(panel).not_to_contain_text("offline")
    expect(scores).to_be_enabled()
    scores.check()
    assert stub.page.evaluate("stub.panels[0].sent.length") > 0


def hostile(panel):
    """Put the name that is markup wherever a name can stand."""
    declaration = panel["declaration"]
    declaration["title"] = declaration["name"] = HOSTILE
    for entry in [*declaration["fields"], *declaration["outputs"], *declaration["views"]]:
        entry.update({name: HOSTILE for name in ("label", "help") if name in entry})
        for option in [*entry.get("options", []), *entry.get("columns", [])]:
            option["label"] = HOSTILE
        for step in entry.get("steps", []):
            step.update(label=HOSTILE, formula=f"{HOSTILE} {{clv}}")
    for preset in declaration["presets"]:
        preset["name"] = HOSTILE
    selection = declaration["selection"]
    for entry in [*(selection or {}).get("groups", []), *(selection or {}).get("sums", [])]:
        entry.update({name: HOSTILE for name in ("label", "help") if name in entry})
    for row in panel["datasets"].get("cells", []):
        row["segment"] = HOSTILE
    panel["datasets"].get("cells", [{}])[0]["cell"] = HOSTILE
    panel["pinned"] = [{"name": HOSTILE, "values": panel["values"]}]
    panel["status"] = {"state": "error", "message": HOSTILE}
    return panel


@pytest.mark.parametrize("name", ["subscription", "grid"])
def test_markup_in_names_shows_as_text(stub, name):
    """Customer and segment names come from other people's tables."""
    alerts = []
    stub.page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    panel = stub.mount(hostile(example(name)))
    expect(panel.get_by_role("heading")).to_have_text(HOSTILE)
    expect(panel.get_by_role("alert").first).to_have_text(HOSTILE)
    for tab in panel.get_by_role("tab").all():
        tab.click()
        expect(tab).to_have_text(HOSTILE)
        rested(stub.page)
    if name == "grid":
        panel.get_by_role("tab").first.click()
        panel.locator(".mark-rect path").first.hover(force=True, position={"x": 30, "y": 8})
        expect(panel.get_by_role("tooltip")).to_contain_text(HOSTILE)
        panel.get_by_role("group", name=HOSTILE).first.focus()
        stub.page.keyboard.press("ArrowDown")
        stub.page.keyboard.press(" ")
    expect(stub.page.locator("main img")).to_have_count(0)
    assert alerts == []
    assert stub.console_errors == []


SMALL_TEXT = """() => [...document.querySelectorAll('.clv-panel *')]
    .filter(element => [...element.childNodes].some(
        node => node.nodeType === 3 && node.data.trim()))
    .filter(element => element.getClientRects().length > 0 && element.tagName !== 'OPTION')
    .filter(element => parseFloat(getComputedStyle(element).fontSize) < 13)
    .map(element => element.outerHTML.slice(0, 200))"""

SMALL_TARGETS = """() => [...document.querySelectorAll(
        '.clv-panel :is(button, select, input:not([type=radio], [type=checkbox]), .clv-option)')]
    .filter(element => element.getClientRects().length > 0)
    .filter(element => Math.min(element.offsetWidth, element.offsetHeight) < 24)
    .map(element => element.outerHTML.slice(0, 200))"""

# Contrast by WCAG 2 of each text that can be used now with the panel's surface behind it. Words on
# the squares of the grid stand on the squares.
WEAK_TEXT = """() => {
    const channels = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255)
        .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const light = colour => channels(colour)
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    const contrast = (one, other) => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    return [...document.querySelectorAll('.clv-panel *')]
        .filter(element => [...element.childNodes].some(
            node => node.nodeType === 3 && node.data.trim()))
        .filter(element => element.getClientRects().length > 0 && element.tagName !== 'OPTION')
        .filter(element => !element.closest('[aria-disabled], .layer_1_marks'))
        .filter(element => {
            const panel = element.closest('.clv-panel');
            const style = getComputedStyle(element);
            const ink = element.namespaceURI.endsWith('svg') ? style.fill : style.color;
            return contrast(ink, getComputedStyle(panel).backgroundColor) < 4.5;
        })
        .map(element => element.outerHTML.slice(0, 200));
}"""
