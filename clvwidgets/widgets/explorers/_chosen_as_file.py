"""The chosen customers leave: as a table of the reader's library, as a file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from clvwidgets.data import write_csv
from clvwidgets.data.yes_no import agrees
from clvwidgets.number_format import NumberFormat, format_number
from clvwidgets.widgets.panel.state import Fielded

if TYPE_CHECKING:
    import pandas as pd

    from clvwidgets.data import TransactionLog


class TakeAway(Fielded):
    """The part of an explorer that hands the chosen customers over."""

    transactions: TransactionLog
    customers: pd.DataFrame
    consent: str | None
    file_name: ClassVar[str]
    min_group: int

    def to_csv(self, path: str | Path, *, consent: str | None = None) -> int:
        """Write the chosen customers as a CSV file that a spreadsheet will not run.

        Text that looks like a formula gets an apostrophe in front.

        Parameters
        ----------
        path : file to write, in UTF-8
        consent : column of true and false that says who may be written to; who said no, or
            nothing, is left out. By default the one that the explorer was given

        Returns
        -------
        int : how many customers are in the file

        Raises
        ------
        ValueError
            If nobody is chosen, or the column is not there or holds anything but yes and no.
        """
        content, count = self._csv(consent)
        Path(path).write_bytes(content)
        return count

    def _csv(self, consent: str | None = None) -> tuple[bytes, int]:
        column = self._known_consent(consent) or self.consent
        chosen = self._listed(column)
        if chosen.empty:
            raise ValueError(
                "Nobody is chosen, so there is nothing to write. Choose groups in the chart, "
                "or with select(...)."
            )
        buffer = io.BytesIO()
        write_csv(chosen, buffer)
        return buffer.getvalue(), len(chosen)

    def _chosen(self) -> pd.DataFrame:
        raise NotImplementedError

    def _listed(self, consent: str | None) -> pd.DataFrame:
        """Take the chosen customers that a file names."""
        chosen = self._chosen()
        return chosen if consent is None else chosen[agrees(chosen[consent])]

    def _known_consent(self, column: str | None) -> str | None:
        if column is None or column in self.customers:
            return column
        raise ValueError(
            f"There is no column {column!r} that says who may be written to. Keep it for each "
            f"customer: TransactionLog(table, attributes=[{column!r}])."
        )

    def _in_own_library(self, table: pd.DataFrame) -> Any:
        """Give a table of customers in the library of the table that was read."""
        library = self.transactions.library
        if library == "polars":
            import polars

            return polars.from_pandas(table.reset_index())
        if library == "pyarrow":
            import pyarrow  # type: ignore[import-untyped]

            return pyarrow.Table.from_pandas(table.reset_index(), preserve_index=False)
        return table

    # Asked from the browser

    def _answer(self, _widget: Any, question: Any, _buffers: Any) -> None:
        """Answer what the browser asks: with a sentence and perhaps a file, or with a refusal."""
        if not isinstance(question, dict) or "kind" not in question:
            return
        try:
            reply, buffers = self._reply(question)
        except ValueError as refusal:
            reply, buffers = {"refused": str(refusal)}, []
        self.send({"id": question.get("id"), **reply}, buffers)

    def _reply(self, question: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        if question["kind"] != "file":
            raise ValueError(f"{type(self).__name__} does not know how to {question['kind']!r}.")
        content, count = self._csv()
        name = f"{self.file_name}.csv"
        said = f"Saved {self._told(count, len(self._chosen()))} as {name}"
        return {"said": said, "file": {"name": name, "type": "text/csv"}}, [content]

    def _told(self, count: int, of: int) -> str:
        """Say how many of the chosen customers are in a file, unless they are too few to tell."""
        if any(0 < number < self.min_group for number in (count, of - count)):
            return "the chosen customers" if count == of else "those of the chosen who agreed"
        kind = NumberFormat("count")
        written = format_number(count, kind, locale=self.locale)
        chosen = format_number(of, kind, locale=self.locale)
        share = f"{written} of the {chosen}" if count < of else f"all {chosen}"
        return f"{share} chosen customers"
