"""Measure every data set and draw its picture: the last step of `make datasets`.

Into datasets/datapackage.json go the bytes and the hash of each file and what `list_datasets()`
shows (rows, span, customers, value); into datasets/pictures goes an SVG of each. The fields of a
table tell their role: `customer` (a number or name of one), `customers` (how many the row stands
for), `date`, `value` (money whose sum means something; its unit is the currency).
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from clvwidgets.charts.theme import COST, VALUE
from clvwidgets.data import load_dataset
from clvwidgets.display.picture import draw

FOLDER = Path(__file__).parent.parent / "datasets"
PICTURES = FOLDER / "pictures"
WIDTH = 560

Entry = dict[str, Any]


def roles(entry: Entry) -> dict[str, str]:
    """Names of the columns that play a role."""
    return {f["role"]: f["name"] for f in entry["schema"]["fields"] if "role" in f}


def file_figures(content: bytes) -> Entry:
    """Measure a file: what identifies it."""
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def table_figures(entry: Entry, table: pd.DataFrame) -> Entry:
    """Measure a table; a span that is not told by dates is for its author to write."""
    role = roles(entry)
    figures: Entry = {"rows": len(table)}
    if "date" in role:
        days = table[role["date"]]
        figures["span"] = f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}"
    if "customers" in role:
        figures["customers"] = int(table[role["customers"]].sum())
    elif "customer" in role:
        figures["customers"] = int(table[role["customer"]].nunique())
    if "value" in role:
        units = {f["name"]: f.get("unit", "") for f in entry["schema"]["fields"]}
        total = table[role["value"]].sum()
        figures["value"] = f"{units[role['value']]} {total:,.0f}".strip()
    return figures


def by_month(entry: Entry, table: pd.DataFrame) -> alt.VConcatChart:
    """Value (or rows) and customers of each month; of each quarter where there are many."""
    role = roles(entry)
    days = table[role["date"]]
    many = (days.max() - days.min()).days > 5 * 366
    months = table.groupby(days.dt.to_period("Q" if many else "M").dt.to_timestamp())
    lines = {"Rows": months.size()}
    if "value" in role:
        currency = table_figures(entry, table)["value"].partition(" ")[0]
        lines = {f"Value, {currency}": months[role["value"]].sum()}
    if "customer" in role:
        customers = months[role["customer"]].nunique()
        if "value" not in role and customers.equals(months.size()):
            lines = {}  # one row a customer: the same bars twice tell nothing
        lines["Customers"] = customers
    panels = []
    for (title, figures), colour in zip(lines.items(), (VALUE, COST), strict=False):
        # Days without a time are read as UTC, so that no time zone moves a month.
        starts = [f"{month:%Y-%m-%d}" for month in figures.index]
        data = pd.DataFrame({"month": starts, "y": figures.to_numpy()})
        panels.append(
            alt.Chart(data, width=WIDTH, height=110)
            .mark_bar(color=colour, binSpacing=1)
            .encode(
                x=alt.X(f"utcyear{'quarter' if many else 'month'}(month):T", title=None),
                y=alt.Y("y:Q", title=title, axis=alt.Axis(tickCount=4, format="~s")),
            )
        )
    return alt.vconcat(*panels)


def by_column(entry: Entry, table: pd.DataFrame, picture: Entry) -> alt.Chart:
    """Rows or the sum of a column, along another one, in the colours of a third."""
    x, y, colour = picture["x"], picture.get("y", "rows"), picture.get("colour")
    keys = [str(key) for key in (x, colour) if key]
    groups = table.groupby(keys, observed=True)
    counted = groups.size() if y == "rows" else groups[y].sum()
    data = counted.reset_index(name="y")
    texts = [key for key in keys if not is_number(table[key])]
    chart = alt.Chart(data.astype(dict.fromkeys(texts, str)), width=WIDTH, height=220)
    mark = picture.get("mark", "bar")
    marked = {
        "bar": chart.mark_bar(),
        "line": chart.mark_line(point=True),
        "area": chart.mark_area(interpolate="step"),
    }[mark]
    kind, scale = ("O", alt.Undefined) if mark == "bar" else ("Q", alt.Scale(nice=False))
    axis = alt.Axis(labelAngle=0, labelOverlap=True)
    encoded: alt.Chart = marked.encode(
        x=alt.X(f"{x}:{kind}", title=label(entry, x), axis=axis, scale=scale),
        y=alt.Y("y:Q", title="Rows" if y == "rows" else label(entry, y)),
    )
    if colour:
        encoded = encoded.encode(color=shades(entry, table, colour))
    return encoded


def by_sums(entry: Entry, table: pd.DataFrame, columns: list[str]) -> alt.Chart:
    """Draw the sums of several columns of one unit."""
    unit = next(f for f in entry["schema"]["fields"] if f["name"] == columns[0]).get("unit", "")
    data = pd.DataFrame({"column": columns, "sum": table[columns].sum().round().to_numpy()})
    chart = alt.Chart(data, width=WIDTH, height=220).mark_bar()
    encoded: alt.Chart = chart.encode(
        x=alt.X("sum:Q", title=f"Sum, {unit}"), y=alt.Y("column:O", title=None, sort=None)
    )
    return encoded


def shades(entry: Entry, table: pd.DataFrame, column: str) -> alt.Color:
    """Light to dark for numbers, the house's five colours for the rest."""
    number = is_number(table[column])
    scale = alt.Scale(scheme="blues") if number else alt.Undefined
    return alt.Color(f"{column}:{'O' if number else 'N'}", title=label(entry, column), scale=scale)


def is_number(column: pd.Series[Any]) -> bool:
    """Tell numbers from texts and from marks, with which pandas counts too."""
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def label(entry: Entry, column: str) -> str:
    """Title of a column and its unit, as the data package has them."""
    field = next(f for f in entry["schema"]["fields"] if f["name"] == column)
    title, unit = str(field["title"]), field.get("unit", "")
    return title if unit.lower() in title.lower() else f"{title}, {unit}"


def picture_of(entry: Entry, table: pd.DataFrame) -> bytes:
    """SVG with the figures of a table above a chart of it."""
    figures = [f"{entry['rows']:,} rows"]
    if "customers" in entry:
        figures.append(f"{entry['customers']:,} customers")
    figures += [entry[key] for key in ("span", "value") if key in entry]
    wanted = entry.get("picture", {})
    chart: alt.Chart | alt.VConcatChart
    if "columns" in wanted:
        chart, along = by_sums(entry, table, wanted["columns"]), "column"
    elif "x" not in wanted and "date" in roles(entry):
        chart, along = by_month(entry, table), "month"
    else:
        x = wanted.get("x") or first_category(entry)
        chart, along = by_column(entry, table, {**wanted, "x": x}), label(entry, x).lower()
    title = wanted.get("title", f"{entry['name']} by {along}")
    # The datasheet tells the picture's content to a screen reader: a label on each bar would
    # double the file.
    titled = chart.properties(title=alt.Title(title, subtitle=", ".join(figures)))
    return draw(titled.configure(aria=False).to_dict(), "svg")


def first_category(entry: Entry) -> str:
    """Column to count by where nothing else is told: a category, or else a mark."""
    fields = entry["schema"]["fields"]
    categories = [f["name"] for f in fields if "enum" in f.get("constraints", {})]
    marks = [f["name"] for f in fields if f["type"] == "boolean"]
    if not categories + marks:
        raise ValueError(
            f"Data set {entry['name']} has no date, category or mark to draw: give its entry in "
            'datapackage.json a picture, such as {"x": "year", "y": "customers"}.'
        )
    return str((categories + marks)[0])


def main() -> int:
    """Update the data package, then draw; returns the exit status."""
    path = FOLDER / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    entries = package["resources"]

    def save() -> None:
        path.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    for entry in entries:
        entry.update(file_figures((FOLDER / entry["path"]).read_bytes()))
    save()  # reading a table compares its file with the hash that stands there
    PICTURES.mkdir(exist_ok=True)
    for entry in entries:
        table = load_dataset(entry["name"])
        entry.update(table_figures(entry, table))
        (PICTURES / f"{entry['name']}.svg").write_bytes(picture_of(entry, table))
        print(f"{entry['name']}: {entry['rows']:,} rows, {entry['bytes']:,} bytes")
    save()
    return 0


if __name__ == "__main__":
    sys.exit(main())
