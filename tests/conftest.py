"""What holds in every room of tests."""

import gc

from hypothesis import settings

# A machine that is busy with something else is not a failure.
settings.register_profile("house", deadline=None, max_examples=30, stateful_step_count=6)
# For `make walk`: a hundred walks of fifty moves, others each time.
settings.register_profile(
    "walk", deadline=None, max_examples=1500, stateful_step_count=50, derandomize=False
)
settings.load_profile("house")


def pytest_collection_finish() -> None:
    """Spare the collector the hundred thousands of objects of libraries, which stay anyhow."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Give them back, so that each library can clear up at the end of the process."""
    gc.unfreeze()
