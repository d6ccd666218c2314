"""The library versions around a model: which there are, and what becomes of its answers under each."""
