"""Ratios against floors and peers; each file is a command: `python -m benchmarks.<name>`."""
