"""A panel answers at the speed of the hand, keeps its steps, and leaves nothing behind.

The panel runs on a stub model in a page of its own, so these tests need no Jupyter.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .driver import button, changed, example, field, move, readout

REDRAWN = """async slider => {
    const svg = document.querySelector('.clv-picture');
    const frame = () => new Promise(requestAnimationFrame);
    const waits = [];
    let drawn = 0;
    for (let step = 0; step < 60; step += 1) {
        const before = svg.innerHTML;
        const start = performance.now();
        slider.value = 0.02 + step / 200;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        await frame();
        waits.push(performance.now() - start);
        if (svg.innerHTML !== before) drawn += 1;
        await new Promise(go => setTimeout(go, 17));
    }
    return [drawn, waits.sort((one, other) => one - other)[30]];
}"""


# Takes a panel away as soon as its chart appears, while Vega is still at work on it.

# Counts what a panel hangs on the page outside its own element.


@pytest.fixture
def subscription(stub):
    panel = stub.mount(example("subscription"))
    expect(readout(panel, "Lifetime value")).to_have_text("€695")
    return panel


def slider(panel, label="Churn per month"):
    return field(panel, "slider", label)


def box(panel, label="Churn per month"):
    return field(panel, "textbox", label)


def test_each_move_of_a_slider_is_drawn_in_the_next_frame(stub, subscription):
    """`interact` and JupyterChart drop most steps: the answer goes through the kernel."""
    drawn, median = slider(subscription).evaluate(REDRAWN)
    assert drawn >= 58  # a busy machine may lose a frame
    assert median < 25
    assert stub.console_errors == []


def test_a_moved_slider_changes_chart_title_numbers_and_box(stub, subscription):
    """A readout that lags behind the chart makes people doubt both."""
    move(slider(subscription), 0.1)
    expect(readout(subscription, "Lifetime value")).to_have_text("€373")
    expect(box(subscription)).to_have_value("10")
    assert stub.get("churn") == 0.1
    move(slider(subscription, "Cost to acquire"), 2000)
    expect(subscription).to_contain_text("never pays back the €2,000")
    expect(readout(subscription, "Paid back after")).to_have_text("never")


def test_the_picture_tells_its_content_to_a_screen_reader(subscription):
    """An SVG without a text is a silent picture; the text must follow once the numbers rest."""
    move(slider(subscription), 0.1)
    picture = subscription.get_by_role("img", name="lifetime value €373")
    expect(picture).to_have_count(1)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("a lot", "“a lot” is not a number here. Write it like 5."),
        ("99", "Churn per month must lie between 0.1% and 60%, got 99%."),
        ("0.05", "If you meant 5%, write 5."),
    ],
)
def test_what_will_not_do_is_refused_and_the_last_good_value_stays(
    stub, subscription, typed, refusal
):
    """A box that takes anything gives NaN; one that jumps to the limit loses what was typed."""
    box(subscription).fill(typed)
    box(subscription).press("Enter")
    expect(subscription.get_by_role("alert").filter(has_text=refusal)).to_be_visible()
    expect(box(subscription)).to_have_attribute("aria-invalid", "true")
    assert stub.get("churn") == 0.05
    expect(readout(subscription, "Lifetime value")).to_have_text("€695")
    box(subscription).press("Escape")
    expect(box(subscription)).to_have_value("5")
    expect(subscription.get_by_role("alert").filter(has_text=refusal)).to_have_count(0)


def test_a_typed_number_counts_on_enter_and_on_leaving(stub, subscription):
    """A box that listens to each key reads "40" as 4 on the way."""
    box(subscription).fill("4,0")
    box(subscription).press("Enter")
    assert stub.get("churn") == 0.05
    box(subscription).fill("4 %")
    box(subscription).press("Tab")
    assert stub.get("churn") == 0.04
    box(subscription, "Margin per month").fill("€55.50")
    box(subscription, "Margin per month").press("Enter")
    assert stub.get("margin") == 55.5


def test_values_from_python_show_as_they_are(stub, subscription):
    """A range input rounds to its steps; shown back, it would change what Python has set."""
    stub.set("churn", 1 / 30)
    expect(box(subscription)).to_have_value("3.3333")
    expect(slider(subscription)).to_have_attribute("aria-valuetext", "3.3%")
    box(subscription).focus()
    box(subscription).press("Enter")
    assert stub.get("churn") == 1 / 30


def test_steps_go_back_and_forth(stub, subscription):
    """A drag of sixty moves is one step; a preset of four fields is one step."""
    for value in (0.06, 0.07, 0.08):
        move(slider(subscription), value, let_go=value == 0.08)
    subscription.get_by_role("combobox", name="Preset").select_option("Software for firms")
    assert stub.get("margin") == 150
    button(subscription, "Undo").click()
    assert (stub.get("margin"), stub.get("churn")) == (40, 0.08)
    slider(subscription).focus()
    stub.page.keyboard.press("Control+z")
    assert stub.get("churn") == 0.05
    expect(button(subscription, "Undo")).to_be_disabled()
    stub.page.keyboard.press("Control+Shift+Z")
    button(subscription, "Redo").click()
    assert stub.get("margin") == 150
    button(subscription, "Reset").click()
    assert (stub.get("margin"), stub.get("churn")) == (40, 0.05)
    expect(button(subscription, "Reset")).to_be_disabled()


def test_undo_in_a_half_typed_box_is_the_boxs_own(stub, subscription):
    """Taking Ctrl+Z away from a text field throws typing away."""
    move(slider(subscription), 0.1)
    box(subscription).click()
    stub.page.keyboard.type("12")
    stub.page.keyboard.press("Control+z")
    assert stub.get("churn") == 0.1


def test_keys_stay_in_the_panel(stub, subscription):
    """JupyterLab takes an arrow for the next cell and "d d" for deleting it."""
    stub.page.evaluate(
        "() => { heard = []; document.onkeydown = event => { heard.push(event.key); }; }"
    )
    slider(subscription).focus()
    for key in ("d", "ArrowRight", "Control+z", "Control+s", "Shift+Enter"):
        stub.page.keyboard.press(key)
    # Saving the notebook and running the cell are the notebook's, wherever the focus is.
    assert stub.page.evaluate("heard") == ["Control", "Control", "s", "Enter"]


def test_a_pinned_scenario_is_what_the_numbers_are_compared_with(stub, subscription):
    """A change told by colour alone is not told to everybody."""
    button(subscription, "Pin").click()
    expect(subscription).to_contain_text("as pinned")
    move(slider(subscription), 0.04)
    expect(subscription).to_contain_text("▲ €145 better than pinned")
    expect(subscription.locator(".clv-picture").first).to_contain_text("pinned")
    subscription.get_by_role("tab", name="Scenarios").click()
    table = subscription.get_by_role("table")
    expect(table.get_by_role("row", name="Lifetime value")).to_contain_text("€840€695")
    button(subscription, "Scenario 1").click()
    assert stub.get("churn") == 0.05
    button(subscription, "Remove Scenario 1").click()
    assert stub.get("pinned") == []
    expect(subscription.locator(".clv-readouts")).not_to_contain_text("pinned")


def test_tabs_are_walked_with_the_arrow_keys(subscription):
    """Tabs made of plain elements are out of reach without a mouse."""
    subscription.get_by_role("tab", name="Chart").press("ArrowRight")
    tab = subscription.get_by_role("tab", name="What matters most")
    expect(tab).to_be_focused()
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(subscription.get_by_role("tabpanel")).to_contain_text("Margin per month €36 – €44")
    tab.press("ArrowRight")
    words = subscription.get_by_role("tabpanel")
    expect(words).to_contain_text("Margin per month ÷ (1 − (1 − Churn per month)")
    expect(words).to_contain_text("= €40 ÷ (1 − (1 − 5%) ÷ (1 + 10%)^(1/12)) = €695")
    subscription.get_by_role("tab", name="How it is computed").press("End")
    rows = subscription.get_by_role("tabpanel").get_by_role("row")
    expect(rows).to_have_count(38)
    expect(rows.nth(1)).to_contain_text("\u2212€80")


def test_a_hidden_chart_catches_up_when_it_is_shown(subscription):
    """Charts that rest while hidden must not come back with yesterday's numbers."""
    subscription.get_by_role("tab", name="Table").click()
    move(slider(subscription, "Cost to acquire"), 500)
    expect(subscription.get_by_role("tabpanel")).to_contain_text("\u2212€460")
    subscription.get_by_role("tab", name="Chart").click()
    expect(subscription).to_contain_text("paid back the €500 it cost to win")


def test_the_theme_turns_without_a_redraw(stub, subscription):
    """White boxes on dark pages; charts drawn anew for a colour lose zoom and selection."""
    stub.page.evaluate(
        """() => {
            touched = 0;
            const picture = document.querySelector('.clv-picture');
            new MutationObserver(() => (touched += 1)).observe(
                picture, { subtree: true, childList: true, attributes: true });
        }"""
    )
    line = subscription.locator(".mark-line path[stroke]").first
    colour = "element => getComputedStyle(element).stroke"
    assert line.evaluate(colour) == "rgb(0, 114, 178)"
    stub.page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    expect(line).to_have_css("stroke", "rgb(86, 180, 233)")
    stub.page.evaluate("document.body.dataset.jpThemeLight = 'true'")
    stub.page.emulate_media(color_scheme="dark")  # JupyterLab's own theme counts for more
    expect(line).to_have_css("stroke", "rgb(0, 114, 178)")
    stub.page.evaluate("delete document.body.dataset.jpThemeLight")
    expect(line).to_have_css("stroke", "rgb(86, 180, 233)")
    assert stub.page.evaluate("touched") == 0


def test_new_rows_come_in_place(stub):
    """Embedding again for new data loses zoom and selection, and flickers."""
    bare = example("bare")
    rows = bare["declaration"]["views"][0]["spec"]["data"].pop("values")
    bare["declaration"]["views"][0]["spec"]["data"]["name"] = "orders"
    panel = stub.mount(changed(bare, datasets={"orders": rows}))
    stub.page.evaluate("svg = document.querySelector('.clv-picture svg')")
    stub.set("datasets", {"orders": [{"m": "2025-01", "n": 1000}]})
    expect(panel.locator(".clv-picture")).to_contain_text("2025-01")
    expect(panel.locator(".clv-picture")).not_to_contain_text("2024-01")
    assert stub.page.evaluate("svg === document.querySelector('.clv-picture svg')")


def test_a_new_declaration_makes_a_new_panel(stub, subscription):
    """An explorer that gets another table has other fields."""
    renamed = changed(example("subscription"), title="What is a member worth?")
    stub.set("declaration", renamed["declaration"])
    expect(subscription.get_by_role("heading")).to_have_text("What is a member worth?")
    expect(readout(subscription, "Lifetime value")).to_have_text("€695")
    expect(subscription).to_have_count(1)


def test_code_and_picture_can_be_taken_away(stub, subscription):
    """Colours that are variables of the page are black in a saved picture."""
    stub.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    move(slider(subscription), 0.1)
    button(subscription, "More").click()
    button(subscription, "Copy as Python").click()
    expect(subscription).to_contain_text("Copied")
    assert stub.page.evaluate("navigator.clipboard.readText()") == (
        "from clvwidgets import SubscriptionCLV\n\n"
        'SubscriptionCLV(margin=40, churn=0.1, discount=0.1, cac=120, period="month")\n'
    )
    for kind in ("SVG", "PNG"):
        button(subscription, "More").click()
        with stub.page.expect_download() as download:
            button(subscription, f"Save picture ({kind})").click()
        assert download.value.suggested_filename == f"subscription-clv.{kind.lower()}"
        picture = download.value.path().read_bytes()
        if kind == "SVG":
            assert b"After 4 months the average customer has paid back" in picture
            assert b"#0072b2" in picture
            assert b"var(" not in picture
        else:
            assert picture.startswith(b"\x89PNG")
