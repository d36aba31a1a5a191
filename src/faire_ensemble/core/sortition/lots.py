"""Chance that anyone computes again: SHA-256 of what is published, nothing else."""

import hashlib


def lot(*parts: str) -> str:
    """The lot of these words: 64 hexadecimal digits, the same on every machine."""
    return hashlib.sha256(":".join(parts).encode()).hexdigest()


def number_drawn(seed: str, panels: int, digest: str) -> int:
    """The panel that a seed draws: SHA-256 of digest and seed, modulo the number of panels.

    The digest of the panels is part of it, so that no seed is good for two lists of panels. The
    remainder favours the first panels by less than one in 10**70.
    """
    return int(lot(digest, seed), 16) % panels
