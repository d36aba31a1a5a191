"""Files kept aside are scanned as soon as clamd answers: the worker tries every minute.

One rule serves three cases: clamd was down when a file came, clamd was configured after it came,
or could not conclude.
"""

import logging
import time

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from faire_ensemble.kit import audit
from faire_ensemble.kit.files import antivirus
from faire_ensemble.kit.files.checking import chunks
from faire_ensemble.kit.files.clamd import NoScan, Unreachable
from faire_ensemble.kit.files.store import path_of
from faire_ensemble.kit.models import Scan, StoredFile

ROUND = 30.0  # seconds that one round may last: mails wait meanwhile

logger = logging.getLogger(__name__)

# Sent with `stored` when a virus is found in a file that was already kept: apps tell who sent it.
virus_found = Signal()


def scan_waiting() -> int:
    """Scan what is unscanned, the oldest first; how many verdicts were had."""
    if not antivirus.configured():
        return 0
    count, end = 0, time.monotonic() + ROUND
    waiting = StoredFile.objects.filter(scan=Scan.UNSCANNED).order_by("scan_note", "stored_at")
    for stored in list(waiting[:500]):
        if time.monotonic() > end:
            break
        try:
            count += _scan(stored)
        except Unreachable as error:
            logger.warning("%s : %d fichiers attendent", error, waiting.count())
            break
        except NoScan as error:
            logger.warning("%s : %s", stored.sha256, error)
    return count


def _scan(stored: StoredFile) -> bool:
    with path_of(stored.sha256).open("rb") as file:
        result = antivirus.scan(chunks(file))
    with transaction.atomic():
        changed = StoredFile.objects.filter(pk=stored.pk, scan=Scan.UNSCANNED).update(
            scan=result.scan, scanned_at=timezone.now(), scan_note=result.note
        )
        if changed and result.scan is Scan.INFECTED:
            stored.refresh_from_db()
            audit.record(
                actor=None,
                verb="virus trouvé dans un fichier",
                subject=f"fichier {stored.sha256}",
                detail={"note": result.note},
            )
            virus_found.send(StoredFile, stored=stored)
    return bool(changed)
