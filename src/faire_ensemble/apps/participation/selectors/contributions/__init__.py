"""What people wrote, as it is read."""
