"""The acts on projects: making, reviewing, deciding, recording a result, delivering.

`services.projects.results.record_result` is what the publication of a vote calls.
"""
