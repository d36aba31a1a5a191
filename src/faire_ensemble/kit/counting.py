"""Counters of tries in the cache that all workers share. Two at the very same instant may count
once: enough for a limit, never for money or votes."""

from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

DAY = 24 * 3600  # seconds


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


def count_today(what: str, origin: str) -> int:
    """One more of `what` today from a visitor (`kit.origin`), whose address is not kept: only what
    the secret key makes of it."""
    place = salted_hmac(f"limits:{what}", origin, algorithm="sha256").hexdigest()[:32]
    return count(f"{what}:{timezone.localdate()}:{place}", DAY)
