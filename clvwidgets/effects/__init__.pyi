"""What `clvwidgets.effects` offers: the one place that lists its names."""
