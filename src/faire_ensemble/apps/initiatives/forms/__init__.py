"""What people type about initiatives and in groups."""
