"""Pages of initiatives, exchanges and groups."""
