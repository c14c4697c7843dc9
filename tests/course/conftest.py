"""Copies of the course are signed: with the key of nobody, and not of who runs the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clvwidgets.course import copy_course


@pytest.fixture(autouse=True, scope="session")
def nobodys_jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have an empty folder for Jupyter's key and signatures."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_DATA_DIR", str(tmp_path_factory.mktemp("jupyter")))
        yield


@pytest.fixture(scope="session")
def shipped_copy(nobodys_jupyter: None, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 (signs)
    """Copy the course once; who changes something takes a copy of the copy."""
    return copy_course(tmp_path_factory.mktemp("shipped") / "course").folder
