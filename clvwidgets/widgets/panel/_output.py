"""How a panel leaves Python: stored, as text, as a page, as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clvwidgets._files import at_place
from clvwidgets.display import panel_json
from clvwidgets.display.page import page_with
from clvwidgets.display.periods import filled
from clvwidgets.display.picture import draw
from clvwidgets.widgets.panel.fields import in_words
from clvwidgets.widgets.panel.state import Fielded


class GoingOut(Fielded):
    """The part of a panel that writes it down for notebooks, terminals, pages and pictures."""

    # What subclasses say

    def _results(self) -> dict[str, float]:
        """Compute the named results for the fields' values."""
        return {}

    def _results_in_words(self) -> dict[str, str]:
        """Write the headline for people: label to text."""
        return {}

    def _more_in_words(self) -> dict[str, str]:
        """Write what else the text form says: label to text."""
        return {}

    # What is stored

    @property
    def _is_locked(self) -> bool:
        """Whether the results are hidden, until a prediction is made."""
        return bool(self.status["state"] == "locked")

    def _stored(self) -> dict[str, Any]:
        values = self._state()
        # A panel starts with its values where nothing else is said.
        needless = {"start"} if self.declaration.get("start") == values else set()
        return panel_json.panel_json(
            {key: part for key, part in self.declaration.items() if key not in needless},
            values=values,
            results={} if self._is_locked else self._results(),
            pinned=self._stored_pinned(),
            selection=dict(self.selection),
            datasets=dict(self.datasets),
            status=dict(self.status),
        )

    def _stored_pinned(self) -> list[dict[str, Any]]:
        return list(self.pinned)

    def _drawn(self, stored: dict[str, Any]) -> dict[str, Any]:
        """Take from the stored panel what a picture of it is drawn from."""
        return stored

    def _shown(self) -> dict[str, Any]:
        """Describe the panel as it reads now, in its period."""
        return filled(self.declaration, self._state())

    def _shown_fields(self) -> list[dict[str, Any]]:
        """Describe the fields as they read now, in the panel's period."""
        names = self.declaration.keys() & {"fields", "period"}
        of_fields = {name: self.declaration[name] for name in names}
        fields: list[dict[str, Any]] = filled(of_fields, self._state())["fields"]
        return fields

    def __str__(self) -> str:
        fields = {
            described["label"]: in_words(
                self.fields()[described["name"]],
                getattr(self, described["name"]),
                locale=self.locale,
                currency=self.currency,
            )
            for described in self._shown_fields()
        }
        shown = {} if self._is_locked else {**self._results_in_words(), **self._more_in_words()}
        lines = [f"{label}: {text}" for label, text in {**fields, **shown}.items()]
        heading = f"{self.panel_name}: {self.title}" if self.title else self.panel_name
        message = [self.status["message"]] if self.status["message"] else []
        return "\n  ".join([heading, *lines, *message])

    def __repr__(self) -> str:
        return str(self)

    def _repr_mimebundle_(self, **_options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        stored = self._stored()
        content = panel_json.bundle(
            stored, str(self), self._picture_lines(), drawn=self._drawn(stored)
        )
        if self._is_locked:
            content.pop("image/png", None)
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {"application/vnd.jupyter.widget-view+json": view, **content}, {}

    def _picture_lines(self) -> list[str]:
        return [" · ".join(f"{label} {text}" for label, text in self._results_in_words().items())]

    def to_html(self, path: str | Path | None = None) -> str:
        """Write the panel as one page that works offline, without a kernel, sliders alive.

        Parameters
        ----------
        path : path, optional
            File to write; None only returns the page.

        Returns
        -------
        str
            The page.
        """
        page = page_with(self._stored(), title=self.title or self.panel_name, lang=self.locale)
        if path is not None:
            with at_place(path):
                Path(path).write_text(page, encoding="utf-8")
        return page

    def to_png(self, path: str | Path | None = None, *, scale: float = 2) -> bytes:
        """Draw the panel's chart as a picture.

        Parameters
        ----------
        path : path, optional
            File to write; None only returns the bytes.
        scale : float
            Pixels of the picture for one of the chart's.

        Returns
        -------
        bytes

        Raises
        ------
        ValueError
            If the scale is not a number above 0, or makes more pixels than a picture may have.
        RuntimeError
            If the panel has no chart, or vl-convert is not installed.
        """
        spec = panel_json.first_chart(self._drawn(self._stored()))
        if spec is None:
            raise RuntimeError(f"{self.panel_name} has no chart to draw.")
        png = draw(spec, number_format=self.declaration["number_format"], scale=scale)
        if path is not None:
            with at_place(path):
                Path(path).write_bytes(png)
        return png
