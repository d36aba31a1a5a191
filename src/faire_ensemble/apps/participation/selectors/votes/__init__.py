"""What is read of votes."""
