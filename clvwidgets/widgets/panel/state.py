"""What a panel holds: its fields, and the state that it shares with the browser."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, ClassVar

import anywidget
import traitlets

from clvwidgets.arguments import checked_methods
from clvwidgets.widgets.panel.fields import Field


class Fielded(anywidget.AnyWidget):
    """A widget with named fields; the other parts of a panel build on it."""

    title: ClassVar[str] = ""
    panel_name: ClassVar[str] = "Panel"

    declaration = traitlets.Dict().tag(sync=True)
    pinned: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    history = traitlets.Dict().tag(sync=True)
    selection: traitlets.Dict[str, Any] = traitlets.Dict(default_value={"keys": []}).tag(sync=True)
    datasets = traitlets.Dict().tag(sync=True)
    status: traitlets.Dict[str, Any] = traitlets.Dict(
        default_value={"state": "ready", "message": ""}
    ).tag(sync=True)
    runtime = traitlets.Unicode().tag(sync=True)
    ident = traitlets.Unicode().tag(sync=True)

    locale: str
    currency: str

    _own_fields: ClassVar[dict[str, Field]]
    """What `fields` lists; each class finds it once."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Let the arguments of every part and kind of panel come in by their doors."""
        super().__init_subclass__(**kwargs)
        if cls.__module__.startswith("clvwidgets."):  # what others write is theirs to check
            checked_methods()(cls)

    @classmethod
    def fields(cls) -> dict[str, Field]:
        """List the fields by name, in the order in which the class names them.

        Returns
        -------
        dict of str to Field

        Examples
        --------
        >>> from clvwidgets import SubscriptionCLV
        >>> list(SubscriptionCLV.fields())
        ['margin', 'churn', 'discount', 'cac']
        """
        if "_own_fields" not in vars(cls):
            cls._own_fields = {
                name: trait
                for owner in reversed(cls.__mro__)
                for name, trait in vars(owner).items()
                if isinstance(trait, Field)
            }
        return dict(cls._own_fields)

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse what looks like a misspelt field: it would be taken, and nothing would move."""
        if not (name.startswith("_") or name in vars(self) or hasattr(type(self), name)):
            near = difflib.get_close_matches(name, self.fields(), 1, cutoff=0.75)
            if near:
                raise AttributeError(
                    f"{type(self).__name__} has no field {name!r}. Did you mean {near[0]}?"
                )
        super().__setattr__(name, value)

    @property
    def values(self) -> dict[str, Any]:
        """The fields' values by name."""
        return {name: getattr(self, name) for name in self.fields()}

    def _state(self) -> dict[str, Any]:
        """Take down what a step of `undo` brings back."""
        return self.values

    def _refuse_unknown(self, values: Mapping[str, Any]) -> None:
        known = list(self.fields())
        for name in values:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                hint = f" Did you mean {near[0]}?" if near else ""
                raise TypeError(
                    f"{type(self).__name__} has no field {name!r}.{hint} "
                    f"Its fields are: {', '.join(known) or 'none'}."
                )
