"""The data sets from outside are what their pages say, and are made again by their scripts."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import lifetimes
import pandas as pd
import pytest

from clvwidgets._resources import resource_path
from clvwidgets.data import load_dataset


def _build(name):
    path = resource_path("datasets") / f"build_{name}.py"
    spec = spec_from_file_location(path.stem, path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def printed_in_table(sheet, column):
    """First words and numbers of the table under "Counted on this file"."""
    counted = sheet.split("Counted on this file:")[1].split("\n* ")[0]
    rows = [line.strip("|").split("|") for line in counted.splitlines() if line.startswith("|")]
    numbers = {row[0].strip(): re.search(r"[\d,.]+", row[column]) for row in rows[2:]}
    return {words: float(number[0].replace(",", "")) for words, number in numbers.items()}


def counted_in_cdnow(table):
    days = table.groupby("customer_id")["date"].nunique()
    return {
        "rows": len(table),
        "customers": len(days),
        "customer-days with a purchase": days.sum(),
        "rows on a day on which the customer has another, earlier row": len(table) - days.sum(),
        "rows equal to an earlier row in every column": table.duplicated().sum(),
        "rows with amount zero": (table["amount"] == 0).sum(),
        "customers who bought on one day only": (days == 1).sum(),
        "sum of amounts, dollars": round(table["amount"].sum(), 2),
        "largest amount, dollars": table["amount"].max(),
    }


def counted_in_donations(table):
    donors = table["count"]
    return {
        "rows": len(table),
        "donors": donors.sum(),
        "repeat gifts": (table["frequency"] * donors).sum(),
        "donors without a repeat gift": donors[table["frequency"] == 0].sum(),
        "donors who gave on all six occasions": donors[table["frequency"] == 6].sum(),
        "donors who gave in 2001": donors[table["recency"] == 6].sum(),
    }


def counted_in_telco(table):
    gone = table[table["churned"]]
    by_contract = {
        f"left, {kind}": (gone["contract"] == kind).sum()
        for kind in table["contract"].cat.categories
    }
    return {
        "rows": len(table),
        "customers who left": len(gone),
        "customers with a tenure of 0, none of whom left": (table["tenure"] == 0).sum(),
        "customers with a tenure of 72, the largest": (table["tenure"] == 72).sum(),
        "rows equal to an earlier row in all but the number": (
            table.drop(columns="customer_id").duplicated().sum()
        ),
        "sum of charges so far, dollars": round(table["total_charge"].sum(), 2),
        **by_contract,
    }


def counted_in_retention_tables(table):
    left = table.set_index("year")["survivors"]
    return {
        "left of 1,000 after 1 year": left[1],
        "after 7 years": left[7],
        "after 12 years": left[12],
        "retention in year 1": round(left[1] / 10, 1),
        "retention in year 12": round(100 * left[12] / left[11], 1),
    }


def counted_in_hillstrom_counts(table):
    total = table.sum(numeric_only=True)
    return {
        "customers": total["customers"],
        "visitors": total["visitors"],
        "visitors of 100": round(100 * total["visitors"] / total["customers"], 1),
        "buyers": total["buyers"],
        "buyers of 100": round(100 * total["buyers"] / total["customers"], 2),
        "spend, dollars a head": round(total["spend"] / total["customers"], 2),
    }


def after(mail):
    return lambda t: t[(t["split"] == "goods") & (t["mail"] == mail)]


@pytest.mark.parametrize(
    ("name", "column", "rows", "count"),
    [
        ("cdnow", 1, lambda t: t, counted_in_cdnow),
        ("cdnow", 2, lambda t: t[t["in_sample"]], counted_in_cdnow),
        ("donations", 1, lambda t: t, counted_in_donations),
        ("telco", 1, lambda t: t, counted_in_telco),
        (
            "retention_tables",
            1,
            lambda t: t[t["segment"] == "regular"],
            counted_in_retention_tables,
        ),
        (
            "retention_tables",
            2,
            lambda t: t[t["segment"] == "high_end"],
            counted_in_retention_tables,
        ),
        *(
            ("hillstrom_counts", column, after(mail), counted_in_hillstrom_counts)
            for column, mail in enumerate(("none", "men", "women"), 1)
        ),
    ],
)
def test_counts_in_a_datasheet_are_those_of_the_file(name, column, rows, count):
    sheet = (resource_path("datasets") / f"{name}.md").read_text(encoding="utf-8")
    assert printed_in_table(sheet, column) == count(rows(load_dataset(name)))


def test_the_cdnow_script_repeats_the_file_from_its_source(tmp_path):
    """The two source files are written back from ours, and built again."""
    build = _build("cdnow").build
    table = load_dataset("cdnow").head(5_000)
    text = table.assign(
        customer_id=table["customer_id"].map("{:05d}".format),
        date=table["date"].dt.strftime("%Y%m%d"),
        amount=table["amount"].map("{:.2f}".format),
    ).drop(columns="in_sample")
    sample = text[table["in_sample"]].copy()
    sample.insert(1, "number_in_sample", "0001")
    text.to_csv(tmp_path / "master.txt", sep=" ", index=False)
    sample.to_csv(tmp_path / "sample.txt", sep=" ", index=False, header=False)

    rebuilt = build(tmp_path / "master.txt", tmp_path / "sample.txt")
    assert rebuilt == build(tmp_path / "master.txt", tmp_path / "sample.txt")
    (tmp_path / "rebuilt.csv.gz").write_bytes(rebuilt)
    pd.testing.assert_frame_equal(
        pd.read_csv(tmp_path / "rebuilt.csv.gz", parse_dates=["date"]), table
    )


def test_the_donations_script_repeats_the_file_from_its_source():
    source = Path(lifetimes.__file__).parent / "datasets" / "donations.csv"
    pd.testing.assert_frame_equal(_build("donations").build(source), load_dataset("donations"))


@pytest.mark.parametrize("name", ["retention_tables", "hillstrom_counts"])
def test_a_script_that_holds_its_numbers_repeats_the_file(name):
    pd.testing.assert_frame_equal(
        _build(name).build(),
        load_dataset(name),
        check_dtype=False,
        check_categorical=False,
    )


def test_the_telco_script_repeats_the_file_and_refuses_what_it_does_not_know():
    """The source is written back from ours, and built again."""
    script = _build("telco")
    ours = pd.read_csv(resource_path("datasets") / "telco.csv.gz", dtype=str)
    theirs = pd.DataFrame()
    for name, source in script.NAMES.items():
        back = {value: key for key, value in script.VALUES.get(name, {}).items()}
        theirs[source] = ours[name].map(back) if back else ours[name]
    pd.testing.assert_frame_equal(script.build(theirs), ours)
    theirs.loc[0, "contract"] = "Three year"
    with pytest.raises(ValueError, match=r"contract has values .* translation.*Three year"):
        script.build(theirs)
