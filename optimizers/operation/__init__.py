"""What a model costs to run: measured side by side, priced, and projected to more hardware."""
