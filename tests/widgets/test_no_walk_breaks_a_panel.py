"""Whoever moves a panel, rightly or wrongly, in any order, has a whole panel after each move.

A few short walks are among the unit tests; `make walk` goes 5,000 moves over every panel.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as walk

from clvwidgets import Panel, TransactionLog
from clvwidgets.widgets.calculators._period import PERIODS
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.explorers.explorer import Explorer
from clvwidgets.widgets.panel.fields import ChoiceField, Field, NumberField, SwitchField
from tests.panels import PANELS, made
from tests.sentences import leak
from tests.widgets.shop import small_shop


class Strange:
    """What nobody expects."""

    def __repr__(self) -> str:
        return "<strange>"


WRONG = st.sampled_from(
    [
        *(None, "nonsense", "", "7", True, [], ["a", None], {}, {"a": 1}, {1}, b"bytes", Strange()),
        *(math.nan, math.inf, -math.inf, -1.5, 1e27, 1e300, 5e-324, 10**400, -(10**400), 1 + 2j),
        *(Decimal("sNaN"), Decimal("1e999"), np.float64(0.5), np.array([1.0, 2.0]), np.array("x")),
        *(pd.NA, pd.NaT, pd.Series([1.0]), pd.DataFrame({"x": [1]}), lambda: None, "\0", "\ud800"),
    ]
)
NAMES = st.one_of(
    st.sampled_from(["", "today", "<b>x</b>", "{period}", "a" * 300, "שלום", '"', "\\"]), WRONG
)


def right(field: Field) -> st.SearchStrategy[Any]:
    """Values that a hand can set, and the ends of what makes sense."""
    if isinstance(field, NumberField):
        low, high = (float(end) for end in field.legal)
        ends = [end for end in (low, high, field.low, field.high, field.default_value) if end < 1e9]
        inside = st.floats(field.low, field.high)
        whole = st.integers(math.ceil(field.low), math.floor(field.high))
        return st.sampled_from(ends) | (whole if field.whole else inside)
    if isinstance(field, ChoiceField):
        return st.sampled_from(list(field.options))
    if isinstance(field, SwitchField):
        return st.booleans()
    return st.sampled_from(field.suggestions)


def whole(panel: Panel) -> tuple[Any, ...]:
    """All that a person gets to see of a panel."""
    stored = panel._stored()
    return (repr(panel.values), str(panel), json.dumps(stored, sort_keys=True, allow_nan=False))


def refusal_of(act: Callable[[], Any]) -> Exception | None:
    try:
        act()
    except Exception as refusal:
        return refusal
    return None


@functools.cache
def lent(kind: type[Panel]) -> tuple[Panel, dict[str, Any]]:
    """One panel of a kind for all walks, and what it was at the start."""
    log = TransactionLog(small_shop(), attributes=["channel", "age"])
    panel = made(kind, log)
    return panel, spoken(panel)


def spoken(panel: Panel) -> dict[str, Any]:
    """What the browser says of a panel when it says all."""
    moved = [*panel.fields(), "period", "selection", "pinned", "history"]
    said: dict[str, Any] = json.loads(
        json.dumps({name: panel.get_state()[name] for name in moved if name in panel.keys})
    )
    return said


class Walk(RuleBasedStateMachine):
    kind: type[Panel]

    def __init__(self) -> None:
        super().__init__()
        self.panel, self.start = lent(self.kind)
        self.panel.set_state(self.start)
        self.seen = whole(self.panel)

    def move(self, act: Callable[[], Any]) -> None:
        """Make a move: taken as one step, or refused in a sentence and nothing has happened."""
        panel, before, steps = self.panel, self.seen, self.panel.history
        fault = refusal_of(act)
        self.seen = whole(panel)
        if fault is not None:
            assert leak(fault) == ""
            assert (self.seen, panel.history) == (before, steps)
        elif panel.history != steps:
            self.goes_back(before)

    def goes_back(self, before: Any) -> None:
        panel, after, steps = self.panel, self.seen, self.panel.history
        pinned = panel.pinned
        panel.undo()
        assert whole(panel) == before
        panel.redo()
        assert (whole(panel), panel.pinned) == (after, pinned)
        assert panel.history == steps

    def teardown(self) -> None:
        self.panel.set_state(self.start)

    # Right moves and wrong ones

    def a_field(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(list(self.panel.fields())))

    def a_value(self, data: st.DataObject, name: str) -> Any:
        return data.draw(right(self.panel.fields()[name]) | WRONG)

    def some_values(self, data: st.DataObject) -> dict[str, Any]:
        names = data.draw(st.lists(st.sampled_from(list(self.panel.fields())), unique=True))
        return {name: self.a_value(data, name) for name in names}

    @rule(data=st.data())
    def set_a_field(self, data: st.DataObject) -> None:
        name = self.a_field(data)
        value = data.draw(right(self.panel.fields()[name]))
        self.move(lambda: setattr(self.panel, name, value))

    @rule(data=st.data())
    def set_a_field_to_anything(self, data: st.DataObject) -> None:
        name = self.a_field(data)
        value = data.draw(WRONG)
        self.move(lambda: setattr(self.panel, name, value))

    @rule(data=st.data())
    def set_some_fields(self, data: st.DataObject) -> None:
        values = self.some_values(data)
        self.move(lambda: self.panel.set(**values))

    @precondition(lambda self: hasattr(self.panel, "period"))
    @rule(period=st.sampled_from(PERIODS) | WRONG)
    def set_the_period(self, period: Any) -> None:
        self.move(lambda: setattr(self.panel, "period", period))

    @rule(data=st.data())
    def choose(self, data: st.DataObject) -> None:
        chosen = data.draw(self.a_choice())
        self.move(lambda: setattr(self.panel, "selection", chosen))

    def a_choice(self) -> st.SearchStrategy[Any]:
        keys = list(self.panel.groups.keys) if isinstance(self.panel, Explorer) else ["a"]
        some = st.lists(st.sampled_from(keys), max_size=len(keys), unique=True)
        brush = st.fixed_dictionaries({"interval": WRONG})
        return (
            st.fixed_dictionaries({"keys": some})
            | st.fixed_dictionaries({"keys": WRONG})
            | (brush | WRONG)
        )

    @precondition(lambda self: isinstance(self.panel, Explorer))
    @rule(data=st.data())
    def select(self, data: st.DataObject) -> None:
        labels = [group["label"] for group in self.panel.named_groups()]
        known = st.sampled_from(labels) if labels else NAMES
        names = data.draw(st.lists(known | NAMES, max_size=2))
        self.move(lambda: self.panel.select(*names))

    @precondition(lambda self: isinstance(self.panel, Calculator))
    @rule(name=NAMES)
    def pin(self, name: Any) -> None:
        self.move(lambda: self.panel.pin(name))

    @precondition(lambda self: self.panel.pinned)
    @rule(data=st.data(), name=NAMES)
    def rename_a_pin(self, data: st.DataObject, name: Any) -> None:
        pins = [dict(pin) for pin in self.panel.pinned]
        data.draw(st.sampled_from(pins))["name"] = name
        self.move(lambda: self.panel.set_state({"pinned": pins}))

    @precondition(lambda self: self.panel.pinned)
    @rule(data=st.data())
    def remove_a_pin(self, data: st.DataObject) -> None:
        pins = list(self.panel.pinned)
        pins.remove(data.draw(st.sampled_from(pins)))
        self.move(lambda: setattr(self.panel, "pinned", pins))

    @precondition(lambda self: isinstance(self.panel, Calculator))
    @rule()
    def unpin(self) -> None:
        self.move(self.panel.unpin)

    @rule(steps=st.integers(1, 4), data=st.data())
    def walk_back_and_forth(self, steps: int, data: st.DataObject) -> None:
        for _ in range(steps):
            getattr(self.panel, data.draw(st.sampled_from(["undo", "redo"])))()
        self.seen = whole(self.panel)

    @rule()
    def reset(self) -> None:
        self.move(self.panel.reset)

    @precondition(lambda self: hasattr(self.panel, "assign"))
    @rule(name=NAMES, action=NAMES)
    def assign(self, name: Any, action: Any) -> None:
        self.move(lambda: self.panel.assign(name, action))

    # What the browser says

    @rule()
    def say_what_is(self) -> None:
        self.panel.set_state(spoken(self.panel))
        assert whole(self.panel) == self.seen

    @rule(data=st.data())
    def say_some_fields(self, data: st.DataObject) -> None:
        values = self.some_values(data)
        if "period" in self.panel.keys:
            period = data.draw(st.sampled_from(PERIODS) | st.none() | WRONG)
            values |= {} if period is None else {"period": period}
        self.move(lambda: self.panel.set_state(values))

    @rule(data=st.data(), value=WRONG, part=st.sampled_from(["pinned", "history", "selection"]))
    def say_nonsense(self, data: st.DataObject, value: Any, part: str) -> None:
        step = {"entries": [value], "at": 0}
        pin = [{"name": "x", "values": value}]
        choice = {"keys": value}
        said = data.draw(st.sampled_from([value, [value], step, pin, choice]))
        self.move(lambda: self.panel.set_state({part: said}))

    @precondition(lambda self: isinstance(self.panel, Explorer))
    @rule(kind=st.sampled_from(["file", "text", "name", "?", None, 7, [], {}]), name=NAMES)
    def ask(self, kind: Any, name: Any) -> None:
        question = {"id": "q", "kind": kind, "text": name, "name": name}
        replies: list[Any] = []
        self.panel.send = lambda content, _buffers=None: replies.append(content)
        try:
            self.move(lambda: self.panel._answer(self.panel, question, []))
        finally:
            del self.panel.send
        (reply,) = replies
        assert isinstance(reply.get("refused", reply.get("said")), str)
        json.dumps(reply, allow_nan=False)

    @rule()
    def hide_and_show(self) -> None:
        self.panel.lock("Guess first")
        assert "Guess first" in str(self.panel)
        self.panel.unlock()
        assert whole(self.panel) == self.seen

    # What goes out

    @rule()
    def as_a_page(self) -> None:
        assert "</html>" in self.panel.to_html()

    @precondition(lambda self: isinstance(self.panel, Calculator))
    @rule()
    def as_code(self) -> None:
        space: dict[str, Any] = {}
        exec(self.panel.to_python().replace("print(", "str("), space)
        assert {name: space[name] for name in self.panel.values} == self.panel.values
        assert space["results"] == self.panel.results

    @precondition(lambda self: hasattr(self.panel, "to_frame"))
    @rule()
    def as_a_table(self) -> None:
        assert not self.panel.to_frame()["value"].isna().any()

    @precondition(lambda self: isinstance(self.panel, Explorer))
    @rule()
    def as_customers(self) -> None:
        assert len(self.panel.selected) <= len(self.panel.customers)
        assert isinstance(str(self.panel.query), str)

    @invariant()
    def is_whole(self) -> None:
        _, text, _ = self.seen
        assert not re.search(r"\b(nan|NaN|NaT|None|inf)\b", text)
        for name, value in self.panel._results().items():
            endless = isinstance(self.panel, Calculator) and math.isinf(value)
            assert math.isfinite(value) or endless, name


@pytest.mark.parametrize("name", PANELS)
def test_no_walk_breaks_a_panel(name):
    # An example is a walk of many moves: fewer of them are enough.
    walks = settings.default.max_examples // 15
    walk(
        type("Walk", (Walk,), {"kind": PANELS[name]}),
        # To cut a walk down to its fault would take minutes; so few moves are read without.
        settings=settings(
            max_examples=walks,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
