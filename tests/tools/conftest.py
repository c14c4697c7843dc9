"""`tools/` is no package that gets installed: the tests find its modules by this folder."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
