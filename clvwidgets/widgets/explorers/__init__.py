"""Explorers: groups of somebody's customers under the hand."""
