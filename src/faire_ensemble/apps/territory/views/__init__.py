"""Pages and data of the territory app."""
