from __future__ import annotations

import pytest

from clvwidgets import RFMExplorer, SubscriptionCLV, load_dataset


@pytest.fixture
def calc() -> SubscriptionCLV:
    return SubscriptionCLV(margin=40, churn=0.05, discount=0.10, cac=120)


@pytest.fixture(scope="module")
def cdnow():
    return load_dataset("cdnow")


@pytest.fixture
def explorer(cdnow) -> RFMExplorer:
    return RFMExplorer(cdnow, currency="USD")
