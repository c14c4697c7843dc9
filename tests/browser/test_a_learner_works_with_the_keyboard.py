"""A learner works through a notebook in JupyterLab and never touches the mouse.

Only a browser can tell whether the Tab key reaches every control, whether Lab takes an arrow for
itself, and whether what Python and the cards say to each other arrives.
"""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from clvwidgets.course.contents import chapter
from clvwidgets.course.exercises import lesson_names, load_plan
from clvwidgets.course.plan import values_of

from . import labdriver

COURSE = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = [name for name in lesson_names() if name[:2] in {"00", "01", "03", "05", "08"}]
MOST_TABS = 60
# A card that the kernel holds stands in the widget manager's place, a stored one does not.
LIVE = ".clv-output > .lm-Panel > .clv-host > .clv-card"
LIVE_PANEL = ".clv-output > .lm-Panel > .clv-host > .clv-panel:not([data-bare])"
HAS_PANEL = """
    const { outputs } = notebook.content.activeCell.model.sharedModel.toJSON();
    return outputs.some(({ data }) => data?.['application/vnd.clvwidgets.panel+json']);
"""
WATCH_FOR_REPLY = """
    const { kernel } = notebook.sessionContext.session;
    window.hasReplied = false;
    const hear = (_, { direction, msg }) => {
        if (direction !== 'recv' || msg.header.msg_type !== 'execute_reply') return;
        kernel.anyMessage.disconnect(hear);
        window.hasReplied = true;
    };
    kernel.anyMessage.connect(hear);
"""
FOCUSED = "(el) => el === document.activeElement"


class Learner:
    """Has a keyboard and eyes."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.plan = load_plan(name)
        self.exercises = {exercise.key: exercise for exercise in self.plan.exercises}
        self.predictions = {guess.key: guess for guess in self.plan.predictions}
        questions = (*self.plan.recall, *self.plan.quiz, *self.plan.pretest)
        self.questions = {question.prompt: question for question in questions}

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, control: Locator, key: str = "Tab") -> None:
        for _ in range(MOST_TABS):
            if control.evaluate(FOCUSED):
                return
            self.press(key)
        raise AssertionError(f"the Tab key does not reach {control}")

    @property
    def cell(self) -> Locator:
        return self.page.locator(".jp-Cell.jp-mod-active")

    def run(self) -> None:
        """Run the cell and stay at it, until the kernel has answered."""
        labdriver._with_notebook(self.page, WATCH_FOR_REPLY)
        self.press("Control+Enter")
        self.page.wait_for_function("() => window.hasReplied")

    def work(self, source: str) -> None:
        """Do what a cell asks for, with the cell selected."""
        if key := checked(source):
            self.answer_in_code(key)
            return
        self.run()
        if "lesson.predict(" in source:
            self.commit(self.cell.locator(LIVE))
        elif any(f"lesson.{kind}()" in source for kind in ("recall", "quiz", "pretest")):
            self.answer_questions(self.cell.locator(LIVE))
        elif labdriver._with_notebook(self.page, HAS_PANEL):
            self.move_the_first_slider(self.cell.locator(LIVE_PANEL))

    def answer_in_code(self, key: str) -> None:
        """First with a mistake, then rightly."""
        exercise = self.exercises[key]
        *before, last = ast.parse(exercise.solution).body
        lines = [ast.unparse(statement) for statement in before]
        self.run()  # the cell may begin with a step that is done already
        self.write(f'lesson.check("{key}", None)')
        expect(self.cell.locator(".jp-OutputArea")).to_contain_text("Your answer is None")
        self.write("\n".join([*lines, f'lesson.check("{key}", {ast.unparse(last)})']))
        right = " ".join(exercise.right.format(answer=0, **values_of(exercise.given)).split()[:1])
        expect(self.cell.locator(".jp-OutputArea")).to_contain_text(right)
        expect(self.cell.locator(".jp-OutputArea")).not_to_contain_text("Stuck?")

    def write(self, code: str) -> None:
        self.press("Enter", "Control+A")
        self.page.keyboard.insert_text(code)
        self.press("Escape")
        self.run()

    def move_the_first_slider(self, panel: Locator) -> None:
        """Move it, where the panel has one, and go back to the cell."""
        panel.locator(".clv-picture svg").first.wait_for()
        slider = panel.get_by_role("slider").first
        if slider.count() == 0:
            return
        self.tab_to(slider)
        before = slider.input_value()
        self.press("ArrowRight")
        expect(slider).not_to_have_value(before)
        self.tab_to(self.cell, "Shift+Tab")

    def commit(self, card: Locator) -> None:
        expect(card).to_contain_text("The result is locked until then.")
        assert card.locator(".clv-panel").count() == 0
        button = card.get_by_role("button", name="Commit")
        self.tab_to(button)
        self.press("Enter")  # without a guess: a sentence says what is missing
        expect(card).to_contain_text("first.")
        self.press("Shift+Tab")
        self.press("Space" if card.locator("input[type=radio]").count() else "7")
        self.tab_to(button)
        self.press("Enter")
        expect(card.locator(".clv-reveal")).not_to_be_empty()
        if card.locator(".clv-reveal .clv-panel").count():
            card.locator(".clv-reveal .clv-picture svg").first.wait_for()
        self.press("Escape")

    def answer_questions(self, card: Locator) -> None:
        """Each rightly at once."""
        card.wait_for()
        for form in card.locator("form").all():
            legend = form.locator("legend").inner_text()
            question = next(q for p, q in self.questions.items() if plain(p) == plain(legend))
            place = [option.right for option in question.options].index(True)
            first = form.get_by_role("radio").first
            self.tab_to(first)
            self.press("Space", *["ArrowDown"] * place, "Tab", "Enter")
            expect(form.get_by_role("status")).to_contain_text("✓")
        forms = card.locator("form").count()
        expect(card.locator(".clv-score")).to_contain_text(f"{forms} of {forms} right")
        self.press("Escape")


def plain(text: str) -> str:
    return " ".join(text.replace("*", "").replace("`", "").split())


def checked(source: str) -> str:
    """Key of the exercise that a cell checks; "" for any other cell."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr="check"), args=[ast.Constant(value=key), *_]):
                return key
    return ""


@pytest.fixture
def page(lab_page):
    """Open each notebook in the same Lab."""
    return lab_page


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_learner_works_through_it_with_the_keyboard_alone(name, lab, page):
    labdriver.open_notebook(page, lab, lab.add(COURSE / chapter(name).path))
    learner = Learner(page, name)
    worked = 0
    while True:
        at = labdriver._with_notebook(
            page,
            "const { content } = notebook; return { index: content.activeCellIndex,"
            " count: content.widgets.length, type: content.activeCell.model.type,"
            " source: content.activeCell.model.sharedModel.source };",
        )
        if at["type"] == "code":
            learner.work(at["source"])
            worked += 1
        if at["index"] == at["count"] - 1:
            break
        learner.press("ArrowDown")
    assert worked > 5
    expect(learner.cell).to_contain_text("Now you can")
    assert page.console_errors == []
    assert page.foreign_requests == []


def test_a_notebook_just_opened_asks_and_answers_without_a_kernel(lab, page):
    """What the stored outputs hold is enough: nothing was run, and the kernel is gone."""
    name = "03_churn_and_lifespan"
    labdriver.open_notebook(page, lab, lab.add(COURSE / chapter(name).path, "just_opened.ipynb"))
    labdriver.shut_kernel_down(page)
    learner = Learner(page, name)
    learner.press("ArrowDown", "ArrowDown")
    expect(learner.cell).to_contain_text("lesson.recall()")
    page.console_errors.clear()  # Lab's own, about questions that its kernel left unanswered
    learner.answer_questions(learner.cell.locator(".clv-card"))
    below = [cell.source for cell in nbformat.read(COURSE / chapter(name).path, 4).cells[2:]]
    place = next(steps for steps, source in enumerate(below) if "still_there" in source)
    learner.press(*["ArrowDown"] * place)
    expect(learner.cell).to_contain_text("still_there")
    learner.commit(learner.cell.locator(".clv-card"))
    expect(learner.cell.locator(".clv-picture svg")).to_contain_text("your guess")
    assert page.console_errors == []
