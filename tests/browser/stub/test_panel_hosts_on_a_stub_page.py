"""The small module that each live widget carries finds the rest, or says what to do."""

from __future__ import annotations

from playwright.sync_api import expect

from .driver import StubPage, button, example, field, move, readout

# A widget manager with two models, as the kernel makes them: the panel, and the runtime that
# carries the code and Vega as gzipped bytes.
OPEN = """async ([json, broken]) => {
    const { stubModel } = await import('./panel.js');
    const { default: bootstrap } = await import('./bootstrap.js');
    const gzip = async name => {
        const stream = (await fetch(name)).body.pipeThrough(new CompressionStream('gzip'));
        return new DataView(await new Response(stream).arrayBuffer());
    };
    const carried = {
        digest: broken ? 'broken' : 'good',
        panel: broken ? new DataView(new ArrayBuffer(8)) : await gzip('panel.js'),
        vega: await gzip('vega.js'),
    };
    fetched = 0;
    const runtime = {
        comm_live: true,
        get: key => { fetched += key !== 'digest'; return carried[key]; },
        on() {}, off() {},
    };
    const manager = {
        get_model: async id => {
            if (id !== 'runtime-id') throw new Error(`no model ${id}`);
            return runtime;
        },
    };
    globalThis.open = async () => {
        const model = Object.assign(stubModel(json), { widget_manager: manager });
        model.set('runtime', 'runtime-id');
        model.set('ident', `panel-${++opened}`);
        const el = document.createElement('div');
        document.querySelector('main').append(el);
        const forget = bootstrap.initialize({ model });
        const unmount = await bootstrap.render({ model, el });
        return () => { unmount(); forget(); el.remove(); };
    };
    globalThis.opened = 0;
    globalThis.close = [await open(), await open()];
}"""

CLOSE = "() => close.forEach(one => one())"


def test_two_live_panels_share_one_copy_of_the_code(stub):
    """Eight charts with their own Vega are eight megabytes over the wire."""
    stub.page.evaluate(OPEN, [example("subscription"), False])
    panels = stub.page.locator(".clv-panel")
    expect(panels).to_have_count(2)
    for panel in panels.all():
        move(field(panel, "slider"), 0.1)
        expect(readout(panel, "Lifetime value")).to_have_text("€373")
    assert stub.page.evaluate("fetched") == 2  # panel.js and vega.js, once each
    assert stub.page.evaluate("[...__clvwidgets.live]") == ["panel-1", "panel-2"]
    assert stub.page.locator("style[data-clvwidgets-style]").count() == 1
    stub.page.evaluate(CLOSE)
    assert stub.page.evaluate("[...__clvwidgets.live]") == []
    expect(panels).to_have_count(0)
    assert stub.console_errors == []


def test_code_that_does_not_arrive_leaves_a_sentence(stub):
    """A blank output after a lost connection sends people looking in the wrong place."""
    stub.page.evaluate(OPEN, [example("subscription"), True])
    said = stub.page.get_by_role("alert").first
    expect(said).to_contain_text("This panel could not be shown")
    expect(said).to_contain_text("Run the cell again")
    stub.page.evaluate(CLOSE)


def test_a_panel_in_a_shadow_root_is_styled_too(stub):
    """Some front ends put each output behind a shadow root, where the page's styles end."""
    stub.page.evaluate(
        """async json => {
            const { mountPanel, stubHost, stubModel } = await import('./panel.js');
            const home = document.createElement('div');
            document.querySelector('main').append(home);
            const el = document.createElement('div');
            home.attachShadow({ mode: 'open' }).append(el);
            mountPanel(el, stubModel(json), stubHost(() => import('./vega.js')));
        }""",
        example("subscription"),
    )
    panel = stub.page.locator(".clv-panel")
    panel.locator("svg").first.wait_for()
    expect(panel.locator(".clv-body")).to_have_css("display", "grid")
    button(panel, "More").click()
    stub.page.keyboard.press("ArrowDown")
    expect(button(panel, "Copy the table")).to_be_focused()


def test_a_page_that_forbids_compiled_code_still_computes(chromium):
    """Vega compiles expressions with Function, which strict content policies refuse."""
    context = chromium.new_context()
    stub = StubPage(context.new_page(), "strict.html")
    panel = stub.mount(example("subscription"))
    move(field(panel, "slider"), 0.1)
    expect(readout(panel, "Lifetime value")).to_have_text("€373")
    panel.get_by_role("tab", name="What matters most").click()
    expect(panel.get_by_role("tabpanel")).to_contain_text("Churn per month 9% – 11%")
    context.close()
