"""Counters of tries in the cache that all workers share. Two at the very same instant may count
once: enough for a limit, never for money or votes."""

from django.core.cache import cache


def counted(key: str) -> int:
    """How many times, so far."""
    found: int = cache.get(key, 0)
    return found


def count(key: str, seconds: int) -> int:
    """One more; forgotten `seconds` after the last. (`cache.incr` would forget after the cache's
    own five minutes, whatever was asked for.)"""
    now = counted(key) + 1
    cache.set(key, now, seconds)
    return now
