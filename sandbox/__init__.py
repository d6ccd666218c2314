"""A case lives in its own confined process; the only code that meets untrusted bytes."""
