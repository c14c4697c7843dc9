"""The data sets that come with the package: complete, described, undamaged."""

import hashlib
import json
import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pandas as pd
import pytest

from clvwidgets._resources import resource_path
from clvwidgets.data import catalog, list_datasets, load_dataset

FROM_OUTSIDE = ("cdnow", "donations", "telco", "retention_tables", "hillstrom_counts")
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def tool():
    path = Path(__file__).parents[2] / "tools" / "describe_datasets.py"
    spec = spec_from_file_location(path.stem, path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def entries():
    package = (resource_path("datasets") / "datapackage.json").read_text(encoding="utf-8")
    return {entry["name"]: entry for entry in json.loads(package)["resources"]}


@pytest.fixture
def copied_datasets(tmp_path, monkeypatch):
    """A copy of the folder that a test may damage."""
    folder = tmp_path / "datasets"
    folder.mkdir()
    for name in ("datapackage.json", "cdnow.csv.gz", "retention_tables.csv.gz"):
        shutil.copy(resource_path("datasets") / name, folder)
    monkeypatch.setattr(catalog, "resource_path", lambda name: tmp_path / name)
    return folder


@pytest.mark.integration
def test_data_package_is_valid_under_the_frictionless_standard():
    """Each row of the data from outside, the first rows of the simulated ones.

    frictionless reads 10,000 rows a second; `check_one` looks at the rest.
    """
    import frictionless

    package = str(resource_path("datasets") / "datapackage.json")
    for name in FROM_OUTSIDE:
        report = frictionless.validate(package, resource_name=name)
        assert report.valid, report.flatten(["type", "note"])
    checks = frictionless.Checklist(skip_errors=["foreign-key"])  # the rows may lie further down
    report = frictionless.validate(package, limit_rows=50, checklist=checks)
    assert report.valid, report.flatten(["type", "note"])


def test_every_dataset_is_listed_with_what_a_reader_asks_first():
    listed = list_datasets().set_index("name")
    assert set(FROM_OUTSIDE) <= set(listed.index)
    asked = ["title", "rows", "span", "customers", "value", "licence", "notebooks", "purpose"]
    assert list(listed.columns) == asked
    assert (listed[["title", "span", "licence", "purpose"]].map(len) > 0).all(axis=None)
    cdnow = listed.loc["cdnow"]
    assert (cdnow["rows"], cdnow["customers"]) == (69_659, 23_570)
    assert (cdnow["span"], cdnow["value"]) == ("1997-01-01 to 1998-06-30", "USD 2,500,316")


def test_every_dataset_has_a_datasheet_that_names_it_and_a_small_picture_with_its_figures(entries):
    folder = resource_path("datasets")
    for name, entry in entries.items():
        sheet = (folder / entry["datasheet"]).read_text(encoding="utf-8")
        assert f'load_dataset("{name}")' in sheet or f"`{name}`" in sheet, name
        assert f"(pictures/{name}.svg)" in sheet, name
        picture = folder / "pictures" / f"{name}.svg"
        assert picture.stat().st_size <= 40_000, name
        assert f"{entry['rows']:,} rows" in picture.read_text(encoding="utf-8"), name


def test_all_files_together_stay_below_15_megabytes_and_have_the_size_that_is_told(entries):
    folder = resource_path("datasets")
    assert sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) <= 15 * MEGABYTE
    for entry in entries.values():
        assert (folder / entry["path"]).stat().st_size == entry["bytes"]


def check_one(entry, tool):
    """What is told of a table is what it holds, and reading it lost nothing."""
    table = load_dataset(entry["name"])
    figures = tool.table_figures(entry, table)
    assert figures == {key: entry[key] for key in figures}
    for field in entry["schema"]["fields"]:
        column, constraints = table[field["name"]], field.get("constraints", {})
        if constraints.get("required"):
            assert column.notna().all(), field
        if field["type"] == "date":
            assert pd.api.types.is_datetime64_dtype(column), field
        if "enum" in constraints:
            assert column.dtype == pd.CategoricalDtype(
                constraints["enum"], ordered=field.get("ordered", False)
            )
    key = entry["schema"].get("primaryKey", [])
    assert not key or not table.duplicated(key).any()
    for to in entry["schema"].get("foreignKeys", []):
        other = load_dataset(to["reference"]["resource"])[to["reference"]["fields"]]
        ours = table[to["fields"]].dropna().set_axis(other.columns, axis=1)
        assert len(ours.merge(other.drop_duplicates())) == len(ours), to


@pytest.mark.parametrize("name", FROM_OUTSIDE)
def test_figures_and_types_of_a_dataset_are_those_of_its_file(name, entries, tool):
    check_one(entries[name], tool)


@pytest.mark.integration
def test_figures_and_types_of_all_datasets_are_those_of_their_files(entries, tool):
    for entry in entries.values():
        check_one(entry, tool)


def test_cdnow_is_typed_and_has_the_published_size():
    cdnow = load_dataset("cdnow")
    assert cdnow.shape == (69_659, 5)
    assert cdnow["customer_id"].dtype == "int64"
    assert cdnow["amount"].dtype == "float64"
    assert cdnow["in_sample"].dtype == "bool"
    sample = cdnow[cdnow["in_sample"]]
    # Fader, Hardie & Lee (2005), Marketing Science 24(2): the one-tenth sample.
    assert (len(sample), sample["customer_id"].nunique()) == (6_919, 2_357)


def test_retention_tables_are_those_of_the_paper():
    left = load_dataset("retention_tables").pivot(
        index="year", columns="segment", values="survivors"
    )
    # Fader & Hardie (2007), table 1, in percent; the sums were taken from the printed columns.
    assert (left.loc[12] / 10).to_dict() == {"regular": 17.3, "high_end": 39.4}
    assert (left.sum() / 10).round(1).to_dict() == {"regular": 457.9, "high_end": 756.0}


def test_hillstrom_counts_are_those_of_the_challenge():
    counts = load_dataset("hillstrom_counts")
    # What others who have counted the challenge's file print, by mail: customers, buyers, and
    # visitors of 100 (10.6 without, 7.7 more after the men's mail, 4.5 after the women's).
    printed = {
        "none": (21_306, 122, 10.6),
        "men": (21_307, 267, 18.3),
        "women": (21_387, 189, 15.1),
    }
    for _, split in counts.groupby("split", observed=True):
        total = split.groupby("mail", observed=True).sum(numeric_only=True)
        came = (100 * total["visitors"] / total["customers"]).round(1)
        for mail, figures in printed.items():
            row = total.loc[mail]
            assert (row["customers"], row["buyers"], came[mail]) == figures


def test_the_splits_of_the_hillstrom_counts_count_the_same_people():
    counts = load_dataset("hillstrom_counts")
    goods, fifths = (
        counts[counts["split"] == split].groupby("mail", observed=True).sum(numeric_only=True)
        for split in ("goods", "fifth")
    )
    pd.testing.assert_frame_equal(goods, fifths, rtol=0, atol=0.05, check_exact=False)
    fifth = counts[counts["split"] == "fifth"].groupby("part", observed=True)["customers"].sum()
    assert fifth.between(12_799, 12_801).all()
    assert (counts["buyers"] <= counts["visitors"]).all()
    # Squares of equal spends are the least that such a sum of squares can be.
    assert (counts["spend_squared"] >= counts["spend"] ** 2 / counts["buyers"]).all()


def test_a_table_with_gaps_keeps_its_types_and_its_words(copied_datasets):
    content = b"day,visits,opened,channel,note\n2024-01-31,3,true,NA,None\n,,,,\n"
    (copied_datasets / "gaps.csv").write_bytes(content)
    types = {"day": "date", "visits": "integer", "opened": "boolean"}
    fields = [{"name": name, "type": kind} for name, kind in types.items()]
    fields.append({"name": "channel", "type": "string", "constraints": {"enum": ["EU", "NA"]}})
    fields.append({"name": "note", "type": "string"})
    entry = {
        "name": "gaps",
        "path": "gaps.csv",
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": fields},
    }
    (copied_datasets / "datapackage.json").write_text(json.dumps({"resources": [entry]}))
    gaps = load_dataset("gaps")
    assert gaps.iloc[0].tolist() == [pd.Timestamp("2024-01-31"), 3, True, "NA", "None"]
    assert gaps.iloc[1].isna().all()
    assert [str(kind) for kind in gaps.dtypes[1:4]] == ["Int64", "boolean", "category"]
    assert pd.api.types.is_datetime64_dtype(gaps["day"])


def test_the_notebooks_that_load_a_dataset_are_told(tmp_path, monkeypatch):
    cell = {"source": ['sales = load_dataset("cdnow")\n', "load_dataset('telco')"]}
    for path in (tmp_path / "a" / "07_kpis.ipynb", tmp_path / "b" / "03_churn.ipynb"):
        path.parent.mkdir()
        path.write_text(json.dumps({"cells": [cell]}))
    folders = {"notebooks": tmp_path, "datasets": resource_path("datasets")}
    monkeypatch.setattr(catalog, "resource_path", folders.get)
    listed = list_datasets().set_index("name")["notebooks"]
    told = {"cdnow": "03, 07", "telco": "03, 07", "donations": ""}
    assert listed[list(told)].to_dict() == told


def test_a_change_to_a_loaded_table_does_not_reach_the_next_reader():
    table = load_dataset("telco")
    table.loc[:, "monthly_charge"] = -1.0
    table["contract"] = table["contract"].cat.rename_categories({"one year": "a year"})
    again = load_dataset("telco")
    assert again["monthly_charge"].min() == 18.25
    assert list(again["contract"].cat.categories) == ["month to month", "one year", "two years"]


def test_a_data_set_asked_for_again_is_not_read_again(monkeypatch):
    before = load_dataset("donations")
    monkeypatch.setattr(catalog, "_checked_content", lambda *_: pytest.fail("read again"))
    pd.testing.assert_frame_equal(load_dataset("donations"), before)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("CDNow", "'cdnow'"),
        ("cdnov", "'cdnow'"),
        ("cd-now", "'cdnow'"),
        ("retention/tables", "'retention_tables'"),
    ],
)
def test_a_near_name_is_answered_with_the_right_one(asked, meant):
    with pytest.raises(ValueError, match=f"named '{asked}'. Did you mean {meant}"):
        load_dataset(asked)


@pytest.mark.parametrize("asked", ["xyzzy", 7, None, ["cdnow", "telco"]])
def test_an_unknown_name_is_answered_with_all_names(asked):
    with pytest.raises(ValueError, match=r"There are: cdnow, donations, telco, retention_tables"):
        load_dataset(asked)


def test_a_file_damaged_after_it_was_read_is_named_with_its_checksums(copied_datasets):
    load_dataset("cdnow")
    file = copied_datasets / "cdnow.csv.gz"
    expected = hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_bytes(file.read_bytes()[:-10])
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    words = rf"cdnow\.csv\.gz is damaged: expected sha256:{expected}, found sha256:{found}"
    with pytest.raises(ValueError, match=words):
        load_dataset("cdnow")


def test_a_missing_file_is_named_with_the_way_out(copied_datasets):
    (copied_datasets / "cdnow.csv.gz").unlink()
    with pytest.raises(ValueError, match=r"cdnow\.csv\.gz is missing .* Install the package again"):
        load_dataset("cdnow")


@pytest.mark.parametrize("content", ["{", "[]", '{"resources": 3}'])
def test_a_damaged_list_is_named_with_the_way_out(copied_datasets, content):
    (copied_datasets / "datapackage.json").write_text(content)
    with pytest.raises(
        ValueError, match=r"datapackage\.json is damaged. Install the package again"
    ):
        load_dataset("cdnow")
