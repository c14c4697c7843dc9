"""By keyboard, by ear, in the dark, narrow and enlarged: every panel must serve everybody.

Each calculator and the explorer is looked at on an exported page, with a pinned scenario beside
the live one, so that no tab is empty and the texts are as long as they get.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import clvwidgets

from ..widgets.calculators import CALCULATORS
from .panels import rested, settled, watched_page

PANELS = (*CALCULATORS, "RFMExplorer")
AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"

# Around the views nothing changes from tab to tab: the first is looked at with all that is around.
FIRST = ("Chart", "Grid")
VIEW = ".clv-pane:not([hidden])"

# Width and height in CSS pixels, and device pixels in each. Twice the zoom is half the room.
WINDOWS = {"a column of 700 pixels": (700, 900, 1), "1280 pixels at 200 %": (640, 450, 2)}


def make(name):
    """Make a panel; a calculator gets a pinned scenario and values that differ from it."""
    if name == "RFMExplorer":
        return clvwidgets.RFMExplorer(clvwidgets.load_dataset("cdnow"), currency="USD")
    calc = CALCULATORS[name]()
    calc.pin("today")
    fields = calc.declaration["fields"]
    first = next(f["name"] for f in fields if f["kind"] == "number" and not f.get("whole"))
    setattr(calc, first, 1.1 * getattr(calc, first))
    return calc


@pytest.fixture(scope="module")
def opened(profile, name, tmp_path_factory):
    """Open the page of a panel from disk, for all tests of that panel."""
    path = tmp_path_factory.mktemp("pages") / f"{name}.html"
    make(name).to_html(path)
    with watched_page(profile) as page:
        page.goto(path.as_uri())
        settled(page.locator(".clv-panel"))
        yield page


@pytest.fixture
def page(opened):
    """Lend the page as if just opened; at the end it has raised nothing and asked nobody."""
    resize(opened, 1280, 900, 1)
    opened.emulate_media(color_scheme="light")
    opened.get_by_role("tab").first.evaluate("tab => tab.click()")
    opened.evaluate("() => scrollTo(0, 0)")
    opened.mouse.click(1, 1)  # so that Tab starts before the panel
    expect(opened.locator(".clv-panel")).to_have_attribute("data-theme", "light")
    yield opened
    assert opened.console_errors == []
    assert opened.foreign_requests == []


@pytest.fixture
def panel(page):
    """Find the panel on the page, drawn."""
    return settled(page.locator(".clv-panel"))


@pytest.fixture(scope="module")
def axe():
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `jlpm install` in frontend/.")
    return AXE.read_text(encoding="utf-8")


def each_tab(panel: Locator):
    """Open the tabs one by one, each with what it shows drawn; their names."""
    for tab in panel.get_by_role("tab").all():
        tab.evaluate("tab => tab.click()")
        panel.locator(f"{VIEW} :is(svg, td, li)").first.wait_for()
        yield tab.inner_text()


def resize(page: Page, width: int, height: int, scale: int) -> None:
    """Give the page a window, and its charts the time to follow."""
    session = page.context.new_cdp_session(page)
    session.send(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False},
    )


@pytest.mark.parametrize("name", PANELS, scope="module")
def test_axe_finds_nothing_serious_in_any_tab(page, panel, axe):
    """Mouse, eyes and a light page are what the authors have; axe-core knows the others' rules."""
    page.evaluate(axe)
    for tab in each_tab(panel):
        where = "body" if tab in FIRST else VIEW
        assert page.evaluate(SERIOUS, [where, None]) == [], tab
    page.emulate_media(color_scheme="dark")
    expect(panel).to_have_attribute("data-theme", "dark")
    for tab in each_tab(panel):
        where = "body" if tab in FIRST else VIEW
        assert page.evaluate(SERIOUS, [where, "color-contrast"]) == [], f"{tab}, dark"


@pytest.mark.parametrize("name", PANELS, scope="module")
def test_tab_reaches_every_control_in_the_order_of_the_page(page, panel):
    """A control that Tab leaves out does not exist for who cannot use a mouse."""
    count = page.evaluate(REMEMBER_CONTROLS)
    stops = []
    for _control in range(count):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP))
    assert [stop["at"] for stop in stops] == list(range(count))
    assert [stop for stop in stops if not stop["ring"]] == []
    assert [stop for stop in stops if not stop["inView"]] == []
    regions = [stop["region"] for stop in stops]
    assert regions == sorted(regions)
    fields = [stop["field"] for stop in stops if stop["field"]]
    assert list(dict.fromkeys(fields)) == page.evaluate(FIELD_LABELS)
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["at"] == -1, "the focus is caught in the panel"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(STOP)["at"] == count - 1
    for tab in panel.get_by_role("tab").all():
        expect(tab).to_be_focused()
        expect(tab).to_have_attribute("aria-selected", "true")
        reach_what_the_tab_shows(page)
        page.keyboard.press("ArrowRight")


def reach_what_the_tab_shows(page: Page) -> None:
    """Go back from a tab over each control above it in the view, and return."""
    count = page.evaluate(REMEMBER_CONTROLS)
    inside = page.evaluate("controls.filter(control => control.closest('.clv-pane')).length")
    for back in range(1, inside + 1):
        page.keyboard.press("Shift+Tab")
        stop = page.evaluate(STOP)
        assert (stop["at"], stop["ring"]) == (count - 1 - back, True)
    for _back in range(inside):
        page.keyboard.press("Tab")


@pytest.mark.parametrize("name", ["SubscriptionCLV"], scope="module")
def test_the_menu_is_opened_walked_and_closed_with_keys(page, panel):
    opener = panel.get_by_role("button", name="More")
    opener.focus()
    page.keyboard.press("Enter")
    items = panel.locator(".clv-menu button:visible")
    expect(items.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(items).to_have_count(0)


@pytest.mark.parametrize("name", ["RFMExplorer"], scope="module")
def test_cells_of_the_grid_are_chosen_with_keys(page, panel):
    chosen = panel.locator(".clv-chosen")
    expect(chosen).to_contain_text("Nothing chosen")
    panel.locator(".clv-control").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", " "):
        page.keyboard.press(key)
    expect(chosen).not_to_contain_text("Nothing chosen")
    page.keyboard.press("Escape")
    expect(chosen).to_contain_text("Nothing chosen")


@pytest.mark.parametrize("name", PANELS, scope="module")
def test_nothing_scrolls_sideways_or_is_cut_off(page, panel):
    """A docked notebook beside a browser is 700 pixels wide; a projector shows it at 200 %."""
    for window, size in WINDOWS.items():
        resize(page, *size)
        for tab in each_tab(panel):
            rested(page)
            assert page.evaluate(CUT_OFF) == [], f"{tab}, {window}"


@pytest.mark.parametrize("name", CALCULATORS, scope="module")
def test_arrow_keys_move_every_slider(page, panel):
    """One step of a slider is also the finest that a hand with a tremor can make."""
    results = panel.locator(".clv-results")
    before = results.inner_text()
    for slider in panel.get_by_role("slider").all():
        slider.focus()
        was = page.evaluate(SLIDER)
        page.keyboard.press("ArrowRight" if was["value"] < was["high"] else "ArrowLeft")
        now = page.evaluate(SLIDER)
        assert now["value"] != was["value"], was
        assert now["box"] != was["box"], was
        assert now["spoken"] != was["spoken"], was
    assert results.inner_text() != before


# What axe-core says of serious and critical faults there; all its rules, or one.
SERIOUS = """async ([where, rule]) => {
    const rules = rule ? { runOnly: { type: 'rule', values: [rule] } } : {};
    const { violations } = await axe.run(where, { resultTypes: ['violations'], ...rules });
    return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200))}`);
}"""

# Of radio buttons that belong together Tab reaches one.
REMEMBER_CONTROLS = """() => {
    const all = document.querySelectorAll('.clv-panel :is(a, button, input, select, [tabindex])');
    globalThis.controls = [...all].filter(element => element.tabIndex >= 0
        && !element.disabled && element.checkVisibility()
        && (element.type !== 'radio' || element.checked));
    return controls.length;
}"""

# Where the focus is. A number box and its unit have one ring around both.
STOP = """() => {
    const element = document.activeElement;
    const places = ['.clv-head', '.clv-fields', '.clv-main', '.clv-tabs'];
    const named = element.closest('.clv-field')?.querySelector('legend, label');
    const { top, bottom } = element.getBoundingClientRect();
    const ringed = [element, element.closest('.clv-box')].filter(Boolean).some(frame => {
        const { outlineStyle, outlineWidth } = getComputedStyle(frame);
        return outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2;
    });
    return {
        at: globalThis.controls.indexOf(element),
        name: element.ariaLabel || element.labels?.[0]?.textContent || element.textContent,
        region: places.findIndex(place => element.closest(place)),
        field: named?.textContent ?? null,
        ring: ringed,
        // The browser scrolls by whole pixels; fields end between two.
        inView: top > -1 && bottom < innerHeight + 1,
    };
}"""

FIELD_LABELS = """() => [...document.querySelectorAll('.clv-field')]
    .map(field => field.querySelector('legend, label').textContent)"""

SLIDER = """() => {
    const slider = document.activeElement;
    const box = slider.closest('.clv-pair').querySelector('input[type=text]');
    const { value, max, ariaValueText } = slider;
    return { value: Number(value), high: Number(max), box: box.value, spoken: ariaValueText };
}"""

# Texts beyond the edge of something that clips them, boxes that hide a part of their text, what
# scrolls sideways. A name that a mark is too small for may be shortened where it also stands in
# full. The cells of a stacked table say their headings, which are out of sight.
CUT_OFF = """() => {
    const edge = document.documentElement;
    const found = edge.scrollWidth > innerWidth ? [`the page is ${edge.scrollWidth} wide`] : [];
    const isClipped = element => {
        const words = document.createRange();
        words.selectNodeContents(element);
        const rect = words.getBoundingClientRect();
        for (let box = element; box && box !== edge; box = box.parentElement) {
            const { overflowX, overflowClipMargin } = getComputedStyle(box);
            if (overflowX !== 'hidden' && overflowX !== 'clip') continue;
            const spare = 1 + (overflowX === 'clip' ? parseFloat(overflowClipMargin) || 0 : 0);
            const frame = box.getBoundingClientRect();
            if (rect.left < frame.left - spare || rect.right > frame.right + spare) return true;
            if (rect.top < frame.top - spare || rect.bottom > frame.bottom + spare) return true;
        }
        return rect.left < -1 || rect.right > innerWidth + 1;
    };
    const ownText = element => [...element.childNodes]
        .filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data.trim()).join('');
    const seen = [...document.querySelectorAll('.clv-panel *')]
        .filter(element => element.checkVisibility({ opacityProperty: true })
            && !element.closest('.clv-aside, .clv-stacked thead, select'));
    const words = seen.filter(element => !element.closest('svg')).map(ownText);
    for (const element of seen) {
        const { overflowX } = getComputedStyle(element);
        const scrolls = overflowX === 'auto' || overflowX === 'scroll' || element.matches('input');
        if (scrolls && element.scrollWidth > element.clientWidth + 1)
            found.push(`hides a part: ${element.className} ${element.value ?? ''}`);
        const text = ownText(element);
        if (text && isClipped(element)) found.push(`cut off: ${text}`);
        const start = text.match(/^(.+)\\u2026$/)?.[1];
        if (start && !words.some(word => word.startsWith(start) && word !== text))
            found.push(`shortened: ${text}`);
    }
    return found;
}"""
