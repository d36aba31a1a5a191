"""What people fill in, and what addresses ask for."""
