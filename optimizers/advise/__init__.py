"""Should this model be retrained? Evidence from data up to now, and one answer."""
