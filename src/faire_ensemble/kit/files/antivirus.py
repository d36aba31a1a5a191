"""Viruses: clamd when configured; otherwise a file says that nobody has looked into it."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from faire_ensemble.kit.files.clamd import Clamd, NoScan
from faire_ensemble.kit.models import Scan

NOTE = 300  # characters kept (StoredFile.scan_note)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ScanResult:
    """`note` is what is kept beside the verdict: the engine, the virus, or why there is none."""

    scan: Scan
    engine: str = ""
    virus: str = ""
    note: str = ""


def configured() -> bool:
    """Whether FAIRE_CLAMD names a clamd: files are then kept aside until they are scanned."""
    return bool(settings.FAIRE_CLAMD)


def scan(pieces: Iterable[bytes]) -> ScanResult:
    """Ask clamd; raises `NoScan` when it gives no verdict."""
    clamd = Clamd(settings.FAIRE_CLAMD)
    virus = clamd.scan(pieces)
    engine = clamd.version()
    if virus:
        return ScanResult(Scan.INFECTED, engine, virus, f"{engine} : {virus}"[:NOTE])
    return ScanResult(Scan.CLEAN, engine, note=engine)


def try_scan(pieces: Iterable[bytes]) -> ScanResult:
    """Like `scan`; no verdict leaves the file unscanned, and is logged."""
    try:
        return scan(pieces)
    except NoScan as error:
        logger.warning("%s", error)
        return ScanResult(Scan.UNSCANNED, note=str(error)[:NOTE])
