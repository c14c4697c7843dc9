"""A panel that is gone is gone: no memory, no listeners, nothing on the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ..panels import used_heap
from .driver import StubPage, example, field, readout

MOVES = """async slider => {
    for (let step = 0; step < 300; step += 1) {
        slider.value = 0.02 + step / 1000;
        for (const kind of ['input', 'change'])
            slider.dispatchEvent(new Event(kind, { bubbles: true }));
        await new Promise(go => setTimeout(go, 8));
    }
}"""


GONE_WHILE_DRAWN = """panel => new Promise(done => {
    const watch = new MutationObserver(() => {
        if (!document.querySelector('main svg')) return;
        watch.disconnect();
        stub.panels.at(-1).unmount();
        setTimeout(done, 200);
    });
    watch.observe(document.querySelector('main'), { subtree: true, childList: true });
    stub.mount(panel);
})"""


COUNTING = """
globalThis.hung = 0;
for (const target of [window, document, Object.getPrototypeOf(matchMedia('print'))]) {
    const { addEventListener: add, removeEventListener: remove } = target;
    target.addEventListener = function (...of) { hung += 1; return add.apply(this, of); };
    target.removeEventListener = function (...of) { hung -= 1; return remove.apply(this, of); };
}
"""


@pytest.fixture
def subscription(stub):
    panel = stub.mount(example("subscription"))
    expect(readout(panel, "Lifetime value")).to_have_text("€695")
    return panel


def slider(panel, label="Churn per month"):
    return field(panel, "slider", label)


def test_three_hundred_moves_leave_no_memory_behind(stub, subscription):
    """A listener or a view too many per move fills a classroom's browsers in an hour."""
    before = used_heap(stub.page)
    slider(subscription).evaluate(MOVES)
    assert used_heap(stub.page) - before < 10


def test_a_panel_leaves_nothing_behind(chromium):
    """Cells are run again all day: what each run leaves on the page adds up."""
    context = chromium.new_context()
    context.add_init_script(COUNTING)
    stub = StubPage(context.new_page())
    expect(stub.page.locator("main")).to_be_attached()  # Playwright hangs its own by now
    stub.page.evaluate("hung = 0")
    for name in ("subscription", "grid", "bare"):
        stub.mount(example(name))
    assert stub.page.evaluate("hung") > 0
    stub.page.evaluate("stub.panels.forEach(panel => panel.unmount())")
    assert stub.page.evaluate("hung") == 0
    assert stub.page.evaluate("stub.panels.map(panel => panel.el.childElementCount)") == [0, 0, 0]
    assert stub.page.evaluate("stub.panels.map(panel => panel.listeners.size)") == [0, 0, 0]
    assert stub.page.evaluate("'theme' in __clvwidgets") is False
    # Nothing is left that would draw or throw, either.
    stub.set("churn", 0.2)
    stub.page.emulate_media(color_scheme="dark")
    stub.page.wait_for_timeout(700)
    assert stub.console_errors == []
    context.close()


def test_a_panel_taken_away_while_it_is_made_does_not_come_back(chromium):
    """Re-running a cell quickly left ghosts that listened for ever."""
    context = chromium.new_context()
    context.add_init_script(COUNTING)
    stub = StubPage(context.new_page())
    expect(stub.page.locator("main")).to_be_attached()
    stub.page.evaluate("hung = 0")
    stub.mount(example("subscription"), drawn=False, wait=150)
    stub.page.evaluate("stub.panels[0].unmount()")
    stub.page.wait_for_timeout(300)
    expect(stub.page.locator("main svg")).to_have_count(0)
    stub.page.evaluate(GONE_WHILE_DRAWN, example("subscription"))
    assert stub.page.evaluate("hung") == 0
    assert stub.console_errors == []
    context.close()
