"""Finding help: by words, near a place, for somebody, now; with the reason of each answer."""

from faire_ensemble.apps.directory.selectors.finding.asking import Asked, Where
from faire_ensemble.apps.directory.selectors.finding.keeping import current, forget
from faire_ensemble.apps.directory.selectors.finding.searching import Found, Hit, find
from faire_ensemble.apps.directory.selectors.finding.whereabouts import forget_where, whereabouts

__all__ = [
    "Asked",
    "Found",
    "Hit",
    "Where",
    "current",
    "find",
    "forget",
    "forget_where",
    "whereabouts",
]
