"""Tidy frames as plotly figures, a file a chart; importing this imports plotly."""
