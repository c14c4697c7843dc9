from __future__ import annotations

from collections.abc import Iterator

import pytest

from clvwidgets import RFMExplorer, SubscriptionCLV, TransactionLog, load_dataset


@pytest.fixture
def calc() -> SubscriptionCLV:
    return SubscriptionCLV(margin=40, churn=0.05, discount=0.10, cac=120)


@pytest.fixture(scope="session")
def cdnow():
    return load_dataset("cdnow")


@pytest.fixture(scope="session")
def cdnow_log(cdnow) -> TransactionLog:
    return TransactionLog(cdnow)


@pytest.fixture(scope="module")
def explorer_of_module(cdnow_log) -> RFMExplorer:
    return RFMExplorer(cdnow_log, currency="USD")


@pytest.fixture
def explorer(explorer_of_module) -> Iterator[RFMExplorer]:
    """Lend an explorer, and take the choices that a test makes back."""
    yield explorer_of_module
    explorer_of_module.reset()
