"""Policies of retraining: when, on which rows, and whether it pays."""
