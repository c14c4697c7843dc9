"""Simulators: made-up worlds that a person moves and a model looks at."""
