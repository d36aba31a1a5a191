"""The demonstration: real facts with their source, and an invented year of grants, marked as such.

`build.build` fills an empty database in one transaction; `facts/README.md` says what is real.
"""
