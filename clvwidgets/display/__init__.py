"""What a host keeps of a panel: its JSON, picture, page, Altair renderer and built files."""

import clvwidgets.charts  # noqa: F401 - brings Altair in without its grammar
