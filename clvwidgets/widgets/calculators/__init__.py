"""Calculators: fields, formulas and a chart, declared."""
