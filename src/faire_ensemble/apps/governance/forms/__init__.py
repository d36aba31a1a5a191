"""What the people who run the bodies fill in."""
