"""The command line, and what importing the package costs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import clvwidgets
from clvwidgets import cli

HEAVY = ["altair", "anywidget", "IPython", "ipywidgets", "narwhals", "numpy", "pandas", "scipy"]


@pytest.mark.integration
def test_importing_the_package_loads_nothing_heavy():
    code = f"import sys, clvwidgets; print([m for m in {HEAVY} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_every_public_name_loads_and_is_listed():
    for name in clvwidgets.__all__:
        assert getattr(clvwidgets, name) is not None
    assert dir(clvwidgets) == sorted(clvwidgets.__all__)
    with pytest.raises(AttributeError, match="SubscriptionCVL"):
        _ = clvwidgets.SubscriptionCVL


def test_lab_copies_the_course_and_opens_its_first_notebook(tmp_path, monkeypatch, capsys):
    started = []
    monkeypatch.setattr(cli, "_start_lab", started.append)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["lab", "--no-browser", "--port=9000"]) == 0
    (arguments,) = started
    assert f"--ServerApp.root_dir={tmp_path}" in arguments
    assert "--LabApp.default_url=/lab/tree/clv-course/0_start/00_start_here.ipynb" in arguments
    assert arguments[-2:] == ["--no-browser", "--port=9000"]
    settings = next(a for a in arguments if a.startswith("--LabApp.app_settings_dir="))
    overrides = json.loads((Path(settings.split("=", 1)[1]) / "overrides.json").read_text())
    assert overrides["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
    assert (tmp_path / "clv-course/0_start/00_start_here.ipynb").is_file()
    assert "new files" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "folder", "for_jupyter"),
    [
        ([], "clv-course", []),
        (["--no-browser", "--port", "8991"], "clv-course", ["--no-browser", "--port", "8991"]),
        (["mine", "--ip", "0.0.0.0"], "mine", ["--ip", "0.0.0.0"]),
    ],
)
def test_lab_passes_on_all_from_the_first_option(given, folder, for_jupyter, monkeypatch):
    copied, started = [], []
    monkeypatch.setattr(cli, "_copy", lambda folder: copied.append(str(folder)) or 0)
    monkeypatch.setattr(cli, "_start_lab", started.append)
    assert cli.main(["lab", *given]) == 0
    assert copied == [folder]
    passed_on = [a for a in started[0] if not a.startswith(("--ServerApp.", "--LabApp."))]
    assert passed_on == for_jupyter


def test_any_name_of_a_folder_makes_a_right_address(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(cli, "_copy", lambda _folder: 0)
    monkeypatch.setattr(cli, "_start_lab", started.append)
    cli.main(["lab", str(tmp_path / "café #1")])
    address = "/lab/tree/caf%C3%A9%20%231/0_start/00_start_here.ipynb"
    assert f"--LabApp.default_url={address}" in started[0]


def test_help_is_ours_wherever_it_stands(capsys):
    for asked in (["lab", "-h"], ["lab", "--port", "8991", "--help"]):
        with pytest.raises(SystemExit, match="0"):
            cli.main(asked)
        assert "usage: clvwidgets lab" in capsys.readouterr().out


def test_a_second_run_says_that_all_is_up_to_date(tmp_path, capsys):
    cli.main(["course", str(tmp_path / "course")])
    capsys.readouterr()
    assert cli.main(["course", str(tmp_path / "course")]) == 0
    assert capsys.readouterr().out.endswith(": up to date.\n")


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    assert cli.main(["course", str(tmp_path / "file")]) == 1
    assert "Name a folder for the course" in capsys.readouterr().err


def test_course_refuses_what_only_lab_knows(tmp_path):
    with pytest.raises(SystemExit):
        cli.main(["course", str(tmp_path / "course"), "--no-browser"])


NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
NO_PATHS = ("", " ", "a\0b", "loop", "~nobody-of-this-name/x")
WRONG_LINES = [
    *([], ["nope"], ["--what"], ["course", "--reset"], ["export"], ["progress"]),
    *([command, path] for command in ("course", "lab", "export", "progress") for path in NO_PATHS),
    *(["export", "empty.ipynb", "--to", path] for path in NO_PATHS),
    *([command, "file"] for command in ("course", "lab", "export", "progress")),
    *([command, "file/inside"] for command in ("course", "lab", "export", "progress")),
    *([command, "x" * 300] for command in ("course", "lab", "export", "progress")),
    *([command, "folder"] for command in ("export", "progress")),
    ["course", "folder", "--reset", ""],
    ["course", "folder", "--reset", "99"],
    ["course", "folder", "--reset", "01"],
    ["course", "file", "--reset", "01"],
    ["export", "empty.ipynb", "--to", "file"],
    ["export", "empty.ipynb", "--to", "file/inside"],
    ["export", "empty.ipynb", "--to", "folder.html"],
    ["export", "empty.ipynb", "--to", "x" * 300],
    ["export", "empty.ipynb", "--lang", "german!"],
    ["progress", "empty.ipynb"],
    ["progress", "file", "--csv"],
]


@pytest.mark.parametrize("line", WRONG_LINES, ids=lambda line: " ".join(line)[:60] or "nothing")
def test_a_wrong_line_is_a_sentence_on_stderr_and_a_status(line, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "_start_lab", lambda _: pytest.fail("the lab was started"))
    Path("file").write_text("no notebook, no folder")
    Path("empty.ipynb").write_text(json.dumps(NOTEBOOK))
    Path("folder").mkdir()
    Path("folder.html").mkdir()
    Path("loop").symlink_to("loop")
    before = sorted(Path().rglob("*"))
    try:
        status = cli.main(line)
    except SystemExit as end:
        status = end.code
    shown = capsys.readouterr()
    assert status in (1, 2)
    assert "Traceback" not in shown.err
    assert "Errno" not in shown.err
    assert "embedded null" not in shown.err
    assert len(shown.err.strip().splitlines()[-1].split()) > 4
    assert sorted(Path().rglob("*")) == before
