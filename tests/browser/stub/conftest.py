"""One page for all tests of a module: Vega is loaded once, and each test mounts its own panels."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from .driver import WIDE, StubPage


@pytest.fixture(scope="module")
def stub_page(chromium: Browser) -> Iterator[StubPage]:
    """Open the page on which panels are mounted."""
    context = chromium.new_context()
    yield StubPage(context.new_page())
    context.close()


@pytest.fixture
def stub(stub_page: StubPage) -> Iterator[StubPage]:
    """Lend the page: wide, light, without panels."""
    stub_page.resize(WIDE)
    yield stub_page
    stub_page.clear()
