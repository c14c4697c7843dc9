"""Steps back and forth: what a panel's fields were, in Python and in the browser alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from typing import Any

from traitlets.utils.bunch import Bunch

from clvwidgets.widgets.panel.checks import CHOICE, Check, check_pins, check_steps
from clvwidgets.widgets.panel.state import Fielded

_MOST_STEPS_BACK = 100
_MOVED = frozenset({"selection", "pinned", "history", "period"})
_OF_TRAITLETS = frozenset({"notify_change", "_cross_validation_lock", "_holding_sync"})


class Steps(Fielded):
    """The part of a panel that remembers its fields' values, to undo and redo."""

    _recording = False
    _moving = True
    """Whether a move is under way; also until the panel is made."""
    _left: Mapping[str, Any] | None = None
    """What the panel was before the move that is under way."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Take an assignment that moves the panel whole or not at all."""
        if self._moving or not (name in _MOVED or name in self.fields()):
            super().__setattr__(name, value)
            return
        with self._whole():
            self._check({name: value})
            super().__setattr__(name, value)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Take a move whole or not at all: after a refusal everything is as it was before.

        Every way to move a panel leads through here: assignment, `set`, steps back and forth,
        presets, links and what the browser says.
        """
        if self._moving:
            yield
            return
        values = {name: self._trait_values[name] for name in self.keys if self._has_value(name)}
        attributes = {
            name: value
            for name, value in vars(self).items()
            if name not in _OF_TRAITLETS and not name.startswith("_trait")
        }
        with self.hold_sync():
            self._moving, self._left = True, self._state()
            try:
                yield
                self._must_answer()
            except BaseException:
                self._bring_back(values, attributes)
                raise
            finally:
                self._moving, self._left = False, None

    def _must_answer(self) -> None:
        """Refuse a move, by raising, after which the panel would have nothing to show."""

    def _check(self, values: Mapping[str, Any]) -> None:
        """Refuse values before any is set, so that the first reason is the one told."""
        checks = self._checks()
        for name, value in values.items():
            if name in checks:
                checks[name](value)
            elif name == "pinned":
                check_pins(value, checks, needed=self.fields())
            elif name == "history":
                check_steps(value, checks)

    def _checks(self) -> dict[str, Check]:
        """Name all that a step brings back, each with what refuses a wrong value of it."""
        fields = type(self).fields().items()
        checks: dict[str, Check] = {name: partial(field._validate, self) for name, field in fields}
        return {**checks, "selection": partial(CHOICE.check, "selection")}

    def _has_value(self, name: str) -> bool:
        return name in self._trait_values

    def _bring_back(self, values: Mapping[str, Any], attributes: Mapping[str, Any]) -> None:
        """Undo a refused move, and tell who has heard of it already."""
        refused = dict(self._trait_values)
        moved = [name for name in values if refused[name] is not values[name]]
        # Past the checks, which look at one value after the other: together they were good.
        self._trait_values.update(values)
        self.__dict__.update(attributes)
        self._recording = False
        try:
            for name in moved:
                change = {"name": name, "old": refused[name], "new": values[name]}
                self.notify_change(Bunch(owner=self, type="change", **change))
        finally:
            self._trait_values.update(values)
            self.__dict__.update(attributes)

    @contextmanager
    def _without_recording(self) -> Iterator[None]:
        before, self._recording = self._recording, False
        try:
            with self.hold_sync():
                yield
        finally:
            self._recording = before

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the browser says; it has written its own history already."""
        before, self._recording = self._recording, False
        try:
            with self._whole():
                self._check(sync_data)
                super().set_state(sync_data)
        except Exception:
            # Such as a `jslink` to a slider with a wider range: the last good value stays.
            self.send_state([name for name in sync_data if name in self.keys])
            raise
        finally:
            self._recording = before

    def _record(self, _change: Any) -> None:
        now = self._state()
        if not self._recording or now == self._left:
            return
        # Where the history does not end in what the panel was, as after a slider on its way in the
        # browser, that is a step too; as in frontend/src/panel/session/history.ts.
        steps = [now] if self._left is None else [self._left, now]
        entries = self.history["entries"][: self.history["at"] + 1]
        new = [one for last, one in pairwise([entries[-1], *steps]) if one != last]
        if new:
            entries = [*entries, *new][-_MOST_STEPS_BACK:]
            self.history = {"entries": entries, "at": len(entries) - 1}

    def _step_to(self, at: int) -> None:
        entries = self.history["entries"]
        if 0 <= at < len(entries):
            with self._whole(), self._without_recording():
                self.history = {"entries": entries, "at": at}
                self._put(entries[at])

    def _put(self, state: Mapping[str, Any]) -> None:
        """Set what `_state` took down: one message, one step."""
        with self._whole():
            with self._without_recording():
                for name, value in state.items():
                    setattr(self, name, value)
            self._record(None)

    def set(self, **values: Any) -> None:
        """Set several fields at once: one message, one step of `undo`.

        Parameters
        ----------
        **values : any
            Values of the fields, by name.

        Examples
        --------
        >>> from clvwidgets import SubscriptionCLV
        >>> calc = SubscriptionCLV()
        >>> calc.set(margin=50, churn=0.04)
        >>> calc.values["margin"]
        50.0
        """
        self._refuse_unknown(values)
        self._check(values)
        self._put(values)

    def use(self, preset: str) -> None:
        """Set the fields to a preset, as the panel's list of them does: one step of `undo`.

        Parameters
        ----------
        preset : str
            Its name, as the list has it.

        Raises
        ------
        ValueError
            If there is no preset of that name.

        Examples
        --------
        >>> from clvwidgets import SubscriptionCLV
        >>> calc = SubscriptionCLV()
        >>> calc.use("Streaming")
        >>> calc.values["margin"] == calc.presets["Streaming"]["margin"]
        True
        """
        offered = {one["name"]: one["values"] for one in self.declaration.get("presets", [])}
        if preset not in offered:
            known = ", ".join(map(repr, offered)) or "none"
            raise ValueError(f"There is no preset {preset!r}. The presets are: {known}.")
        self._put(self._here(offered[preset]))

    def _here(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """Write kept values as the panel has them now."""
        return dict(state)

    def undo(self) -> None:
        """Take back the last change of a field, whether made here or in the browser."""
        self._step_to(self.history["at"] - 1)

    def redo(self) -> None:
        """Make the change again that `undo` took back."""
        self._step_to(self.history["at"] + 1)

    def reset(self) -> None:
        """Set the fields to the values that the panel started with."""
        self._put(self.history["entries"][0])
