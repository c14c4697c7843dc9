"""Steps back and forth: what a panel's fields were, in Python and in the browser alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from traitlets.utils.bunch import Bunch

from clvwidgets.widgets.panel.state import Fielded

_MOST_STEPS_BACK = 100
_MOVED = frozenset({"selection", "pinned", "history", "period"})
_OF_TRAITLETS = frozenset({"notify_change", "_cross_validation_lock", "_holding_sync"})


class Steps(Fielded):
    """The part of a panel that remembers its fields' values, to undo and redo."""

    _recording = False
    _moving = True
    """Whether a move is under way; also until the panel is made."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Take an assignment that moves the panel whole or not at all."""
        if self._moving or not (name in _MOVED or name in self.fields()):
            super().__setattr__(name, value)
            return
        with self._whole():
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
            self._moving = True
            try:
                yield
                self._must_answer()
            except BaseException:
                self._bring_back(values, attributes)
                raise
            finally:
                self._moving = False

    def _must_answer(self) -> None:
        """Refuse a move, by raising, after which the panel would have nothing to show."""
        entries, at = self.history["entries"], self.history["at"]
        if not (isinstance(at, int) and 0 <= at < len(entries)):
            raise ValueError(f"A history of {len(entries)} steps has no step {at!r}.")
        if not all(isinstance(state, dict) for state in entries):
            raise ValueError("Each step of a history names the values of fields.")

    def _check(self, values: Mapping[str, Any]) -> None:
        """Refuse values of fields before any is set, so that the first reason is the one told."""
        for name, field in type(self).fields().items():
            if name in values:
                field._validate(self, values[name])

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
        if self._recording:
            entries = [*self.history["entries"][: self.history["at"] + 1], self._state()]
            entries = entries[-_MOST_STEPS_BACK:]
            self.history = {"entries": entries, "at": len(entries) - 1}

    def _step_to(self, at: int) -> None:
        entries = self.history["entries"]
        if 0 <= at < len(entries):
            with self._whole(), self._without_recording():
                self.history = {"entries": entries, "at": at}
                self._put(entries[at])

    def _put(self, state: Mapping[str, Any]) -> None:
        """Set what `_state` took down: one message, one step."""
        known = {*self.fields(), *self._state()}
        with self._whole():
            with self._without_recording():
                for name, value in state.items():
                    if name not in known:
                        raise ValueError(f"A step of {self.panel_name} does not know {name!r}.")
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

    def undo(self) -> None:
        """Take back the last change of a field, whether made here or in the browser."""
        self._step_to(self.history["at"] - 1)

    def redo(self) -> None:
        """Make the change again that `undo` took back."""
        self._step_to(self.history["at"] + 1)

    def reset(self) -> None:
        """Set the fields to the values that the panel started with."""
        self._put(self.history["entries"][0])
