"""What officers and residents fill in about calls."""
