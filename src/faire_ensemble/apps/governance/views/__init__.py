"""Pages of the governance."""
