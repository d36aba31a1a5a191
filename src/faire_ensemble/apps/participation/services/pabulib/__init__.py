"""`faire import pabulib`: a vote counted elsewhere becomes a closed process that anyone recounts.

What is kept, and why: docs/methods/pabulib.md.
"""

from faire_ensemble.apps.participation.services.pabulib.importing import import_pabulib

__all__ = ["import_pabulib"]
