"""Answers owed and given, and what becomes of what was promised."""
