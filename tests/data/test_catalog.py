"""The data sets that come with the package: complete, described, undamaged."""

import hashlib
import json
import shutil
import time
from importlib.util import module_from_spec, spec_from_file_location

import frictionless
import pandas as pd
import pytest

from clvwidgets._resources import resource_path
from clvwidgets.data import catalog, list_datasets, load_dataset


@pytest.fixture
def copied_datasets(tmp_path, monkeypatch):
    """A copy of the folder that a test may damage."""
    folder = tmp_path / "datasets"
    shutil.copytree(resource_path("datasets"), folder)
    monkeypatch.setattr(catalog, "resource_path", lambda name: tmp_path / name)
    return folder


def test_data_package_is_valid_under_the_frictionless_standard():
    report = frictionless.validate(str(resource_path("datasets") / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])


def test_every_dataset_has_a_datasheet_and_is_listed_with_purpose_and_licence():
    listed = list_datasets()
    assert list(listed.columns) == ["name", "title", "rows", "purpose", "licence"]
    for row in listed.itertuples():
        assert (resource_path("datasets") / f"{row.name}.md").is_file()
        assert len(load_dataset(row.name)) == row.rows
        assert row.purpose
        assert row.licence


def test_cdnow_is_typed_and_has_the_published_size():
    cdnow = load_dataset("cdnow")
    assert cdnow.shape == (69_659, 5)
    assert cdnow["customer_id"].dtype == "int64"
    assert pd.api.types.is_datetime64_dtype(cdnow["date"])
    assert cdnow["amount"].dtype == "float64"
    assert cdnow["in_sample"].dtype == "bool"
    assert cdnow["customer_id"].nunique() == 23_570
    sample = cdnow[cdnow["in_sample"]]
    # Fader, Hardie & Lee (2005), Marketing Science 24(2): the one-tenth sample.
    assert (len(sample), sample["customer_id"].nunique()) == (6_919, 2_357)
    assert cdnow["date"].min() == pd.Timestamp("1997-01-01")
    assert cdnow["date"].max() == pd.Timestamp("1998-06-30")


@pytest.mark.parametrize("part", ["all", "sample"])
def test_counts_in_the_cdnow_datasheet_are_those_of_the_file(part):
    table = load_dataset("cdnow")
    table = table if part == "all" else table[table["in_sample"]]
    days = table.groupby("customer_id")["date"].nunique()
    counted = {
        "rows": len(table),
        "customers": len(days),
        "customer-days with a purchase": int(days.sum()),
        "rows on a day on which the customer has another, earlier row": len(table)
        - int(days.sum()),
        "rows equal to an earlier row in every column": int(table.duplicated().sum()),
        "rows with amount zero": int((table["amount"] == 0).sum()),
        "customers who bought on one day only": int((days == 1).sum()),
        "sum of amounts, dollars": round(float(table["amount"].sum()), 2),
        "largest amount, dollars": float(table["amount"].max()),
    }
    column = {"all": 1, "sample": 2}[part]
    sheet = (resource_path("datasets") / "cdnow.md").read_text()
    cells = [line.strip("|").split("|") for line in sheet.splitlines() if line.startswith("|")]
    printed = {c[0].strip(): c[column].split("(")[0] for c in cells if c[0].strip() in counted}
    assert {k: float(v.replace(",", "")) for k, v in printed.items()} == counted


def test_a_change_to_a_loaded_table_does_not_reach_the_next_reader():
    table = load_dataset("cdnow")
    table["amount"] = -1.0
    assert load_dataset("cdnow")["amount"].min() == 0.0


def test_cdnow_loads_in_a_fifth_of_a_second():
    def seconds():
        start = time.process_time()
        load_dataset("cdnow")
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.2


@pytest.mark.parametrize("name", ["CDNow", "cdnov", "cd-now"])
def test_a_near_name_is_answered_with_the_right_one(name):
    with pytest.raises(ValueError, match=f"named '{name}'. Did you mean 'cdnow'"):
        load_dataset(name)


def test_an_unknown_name_is_answered_with_all_names():
    with pytest.raises(ValueError, match=r"named 'xyz'. There are: cdnow"):
        load_dataset("xyz")


def test_a_damaged_file_is_named_with_its_expected_checksum(copied_datasets):
    file = copied_datasets / "cdnow.csv.gz"
    expected = hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_bytes(file.read_bytes()[:-10])
    with pytest.raises(ValueError, match=rf"cdnow\.csv\.gz is damaged: expected sha256:{expected}"):
        load_dataset("cdnow")


def test_a_missing_file_is_named_with_the_way_out(copied_datasets):
    (copied_datasets / "cdnow.csv.gz").unlink()
    with pytest.raises(ValueError, match=r"cdnow\.csv\.gz is missing .* Install the package again"):
        load_dataset("cdnow")


def test_the_script_repeats_the_file_from_its_source(tmp_path):
    """The two source files are written back from ours, and built again."""
    build = _script("build_cdnow").build
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


def _script(name):
    spec = spec_from_file_location(name, resource_path("datasets") / f"{name}.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_data_package_names_the_size_of_the_file():
    folder = resource_path("datasets")
    for entry in json.loads((folder / "datapackage.json").read_text())["resources"]:
        assert (folder / entry["path"]).stat().st_size == entry["bytes"]
