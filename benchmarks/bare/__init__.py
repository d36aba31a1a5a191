"""The peer of the page benchmark: a bare Django project over the same database.

The middlewares of `startproject`, Django's own template engine with its cached loader, no
layout, no menu, no chart: only the rows.
"""
