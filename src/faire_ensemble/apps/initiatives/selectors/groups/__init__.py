"""Reads about working groups: what everybody sees, what members see."""
