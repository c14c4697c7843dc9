"""Steps back and forth: what a panel's fields were, in Python and in the browser alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import traitlets

from clvwidgets.widgets.panel.state import Fielded

_MOST_STEPS_BACK = 100


class Steps(Fielded):
    """The part of a panel that remembers its fields' values, to undo and redo."""

    _recording = False

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
            super().set_state(sync_data)
        except (ValueError, traitlets.TraitError):
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
            with self._without_recording():
                self.history = {"entries": entries, "at": at}
                self._put(entries[at])

    def _put(self, state: Mapping[str, Any]) -> None:
        """Set what `_state` took down: one message, one step."""
        with self._without_recording():
            for name, value in state.items():
                setattr(self, name, value)
        self._record(None)

    def set(self, **values: Any) -> None:
        """Set several fields at once: one message, one step of `undo`.

        Examples
        --------
        >>> from clvwidgets import SubscriptionCLV
        >>> calc = SubscriptionCLV()
        >>> calc.set(margin=50, churn=0.04)
        >>> calc.values["margin"]
        50.0
        """
        self._refuse_unknown(values)
        for name, value in values.items():
            self.fields()[name].validate(self, value)  # all or nothing
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
