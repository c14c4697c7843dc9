"""Notebooks as pages: one HTML file each, alive without Python, a server or the network."""

from clvwidgets.course.export._export import Exported, export_notebook, export_notebooks

__all__ = ["Exported", "export_notebook", "export_notebooks"]
