"""What people fill in; services check it again."""
