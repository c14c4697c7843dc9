"""The panel, and the calculators, simulators and explorers built on it."""

import clvwidgets.charts  # noqa: F401 - brings Altair in without its grammar
