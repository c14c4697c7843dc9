"""Charts: functions from numbers to Altair charts."""

from clvwidgets.charts._late_grammar import import_jsonschema

import_jsonschema()  # before any module of this room imports Altair
