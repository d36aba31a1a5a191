"""Faire ensemble: the shared tool of a contrat de ville."""

__version__ = "0.1.0"
