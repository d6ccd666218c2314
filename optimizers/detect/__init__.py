"""How far each feature has moved from the reference, and whether that is more than chance."""
