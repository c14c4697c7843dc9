"""Rebuild the tables of the simulated world, their entries in datapackage.json and datasheets.

    python build_world.py

Every number comes from one seed: see clvwidgets.data.simulate. What the columns mean stands
in the folder world, a file for each datasheet. A file whose content is as it should be is left
alone, since compressed bytes may differ between versions of zlib though the content does not.

A column there reads "type unit @role >table | meaning". A type with a question mark may be empty;
"category" is a text with few values, "ordered" one whose order is that of the alphabet. The roles
are those of README.md; ">" names the table to which the column is a key.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd

from clvwidgets.data.simulate import World

FOLDER = Path(__file__).parent
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0; simulated by clvwidgets",
}
COLUMN = re.compile(
    r"(?P<type>\w+)(?P<gaps>\?)?(?: (?P<unit>[\w ]+?))??(?: @(?P<role>\w+))?"
    r"(?: >(?P<table>\w+)(?:\.(?P<key>\w+))?)? \| (?P<meaning>.+)"
)
SHOWN = {
    "ordered": "category",
    "integer": "whole number",
    "boolean": "true or false",
    "date": "day",
}

Entry = dict[str, Any]


def descriptions(folder: Path) -> Entry:
    """Read what is said of the tables: "sheets", "tables" (each knows its sheet) and "shared"."""
    read: Entry = {"sheets": {}, "tables": {}, "shared": {}}
    for path in sorted(folder.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        tables = told.pop("tables")
        read["shared"] |= told.pop("shared", {})
        read["sheets"][path.stem] = told
        read["tables"] |= {name: entry | {"sheet": path.stem} for name, entry in tables.items()}
    return read


def csv_of(table: pd.DataFrame) -> bytes:
    """Write a table as text: ISO dates, true and false, the shortest digits that say a number."""
    plain = table.copy()
    for name in plain.select_dtypes("bool"):
        plain[name] = plain[name].map({True: "true", False: "false"})
    return plain.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d").encode()


def packed(content: bytes) -> bytes:
    """Compress with a time stamp of zero, so that the same content gives the same bytes."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, compresslevel=9, mtime=0) as file:
        file.write(content)
    return out.getvalue()


def columns_of(described: Entry, name: str) -> dict[str, dict[str, str]]:
    """Parse the columns of a table: name to type, gaps, unit, role, table, key, meaning."""
    entry = described["tables"][name]
    texts = described["shared"][entry["columns_of"]] if "columns_of" in entry else entry["columns"]
    parsed = {}
    for column, text in texts.items():
        match = COLUMN.fullmatch(text)
        if match is None:
            raise ValueError(
                f"Column {column} of {name} in world/{entry['sheet']}.toml cannot be read: "
                f'{text!r}. Write "type unit @role >table | meaning".'
            )
        parsed[column] = match.groupdict(default="")
    return parsed


def field(name: str, column: dict[str, str], values: pd.Series) -> Entry:
    """Describe a column in the terms of the standard."""
    kind = column["type"]
    made: Entry = {
        "name": name,
        "type": "string" if kind in ("category", "ordered") else kind,
        "title": name.replace("_", " ").capitalize(),
        "description": column["meaning"],
    }
    made |= {key: column[key] for key in ("unit", "role") if column[key]}
    constraints: Entry = {} if column["gaps"] else {"required": True}
    if kind in ("category", "ordered"):
        constraints["enum"] = sorted(set(values[values != ""]))
    if kind == "ordered":
        made["ordered"] = True
    return made | ({"constraints": constraints} if constraints else {})


def resource(described: Entry, name: str, table: pd.DataFrame, content: bytes) -> Entry:
    """Describe a table: what it is, its file, its columns and its keys."""
    told, columns = described["tables"][name], columns_of(described, name)
    if list(columns) != list(table.columns):
        raise ValueError(
            f"world/{told['sheet']}.toml tells of the columns {', '.join(columns)} of {name}, but "
            f"the table has {', '.join(table.columns)}. Make them agree."
        )
    keys = [
        {
            "fields": [column],
            "reference": {"resource": c["table"], "fields": [c["key"] or key_of(described, c)]},
        }
        for column, c in columns.items()
        if c["table"]
    ]
    schema = {
        "fields": [field(column, columns[column], table[column]) for column in columns],
        "missingValues": [""],
        "primaryKey": told["key"],
    }
    return {
        "name": name,
        "title": told["title"],
        "description": f"A table of the simulated company Nordlicht. {told['title']}.",
        "purpose": told["purpose"],
        "datasheet": f"{told['sheet']}.md",
        "path": f"{name}.csv.gz",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "compression": "gz",
        **{key: told[key] for key in ("span", "picture") if key in told},
        "sources": [{"title": "clvwidgets.data.simulate", "path": "build_world.py"}],
        "licenses": [LICENCE],
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rows": len(table),
    }


def key_of(described: Entry, column: dict[str, str]) -> str:
    """Name of the single key of the table that a column points to."""
    return str(described["tables"][column["table"]]["key"][0])


def write_table(name: str, table: pd.DataFrame, folder: Path) -> bytes:
    """Write a table's file, unless it holds the same content already; return its bytes."""
    path, text = folder / f"{name}.csv.gz", csv_of(table)
    if not path.is_file() or gzip.decompress(path.read_bytes()) != text:
        path.write_bytes(packed(text))
    return path.read_bytes()


def datasheet(described: Entry, sheet: str, entries: dict[str, Entry]) -> str:
    """Write the page of a line of business, with all its tables."""
    told = described["sheets"][sheet]
    tables = [
        name for name, entry in entries.items() if described["tables"][name]["sheet"] == sheet
    ]
    parts = [
        f"# {told['title']}",
        f"Files `{sheet}_*.csv.gz`, each read with `load_dataset(name)`. The company does not "
        "exist; [world.md](world.md) tells how its lines hang together and what causes what.",
        f"## What it is\n\n{told['intro'].strip()}",
        *(table_section(described, name, entries[name]) for name in tables),
        f"## What to know before using it\n\n{told['know'].strip()}",
        "## Where it comes from\n\nFrom `clvwidgets.data.simulate`: `python build_world.py` writes "
        "the same files again, and `simulate.World(seed=..., churn=...)` makes other worlds.",
        "## People in the data\n\nThere are none. Names, ages and texts are made up.",
        "## Licence\n\nCreative Commons Attribution 4.0 (CC BY 4.0), as the text of the course.",
    ]
    return "\n\n".join(parts) + "\n"


def table_section(described: Entry, name: str, entry: Entry) -> str:
    """Write one table's part of a datasheet."""
    rows = [
        f"| `{column}` | {shown(c)} | {c['unit']} | {c['meaning']}{joins(c)} |"
        for column, c in columns_of(described, name).items()
    ]
    return "\n".join(
        [
            f"## `{name}`",
            "",
            f"{entry['title']}. {entry['rows']:,} rows; for {entry['purpose']}.",
            "",
            f"![{entry['title']}](pictures/{name}.svg)",
            "",
            "| column | type | unit | meaning |",
            "|---|---|---|---|",
            *rows,
        ]
    )


def shown(column: dict[str, str]) -> str:
    """Type of a column for readers."""
    kind = SHOWN.get(column["type"], column["type"]).replace("string", "text")
    return f"{kind}, may be empty" if column["gaps"] else kind


def joins(column: dict[str, str]) -> str:
    """Say to which table a column is a key."""
    return f" Key of `{column['table']}`." if column["table"] else ""


def update_package(path: Path, entries: dict[str, Entry]) -> None:
    """Put the entries into the data package; those of other data sets stay as they are."""
    package = json.loads(path.read_text(encoding="utf-8"))
    measured = {entry["name"]: entry for entry in package["resources"]}
    others = [e for e in package["resources"] if e["sources"][0].get("path") != "build_world.py"]
    kept = ("span", "customers", "value")  # measured by tools/describe_datasets.py
    made = [
        entry
        | {k: measured[name][k] for k in kept if k in measured.get(name, {}) and k not in entry}
        for name, entry in entries.items()
    ]
    package["resources"] = others + made
    text = json.dumps(package, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Make the world; write tables, entries and datasheets."""
    described = descriptions(FOLDER / "world")
    world = World()
    entries = {}
    for name in world.names:
        table = world.table(name)
        entries[name] = resource(described, name, table, write_table(name, table, FOLDER))
    update_package(FOLDER / "datapackage.json", entries)
    for sheet in described["sheets"]:
        (FOLDER / f"{sheet}.md").write_text(datasheet(described, sheet, entries), encoding="utf-8")


if __name__ == "__main__":
    main()
