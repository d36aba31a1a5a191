"""The pages of those who write an application."""
