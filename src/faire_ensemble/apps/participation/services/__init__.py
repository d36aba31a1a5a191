"""The acts of participation; each checks its permission and is recorded with what it changes."""
