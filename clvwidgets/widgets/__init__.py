"""The panel, and the calculators and explorers built on it."""
