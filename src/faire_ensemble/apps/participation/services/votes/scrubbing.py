"""After a count, rewrite the database's files: nothing erased may be read in their free space.

SQLite: VACUUM writes the file anew, then the write-ahead log is emptied. PostgreSQL: VACUUM FULL
writes the tables anew. What no program of ours can reach (backups, archived logs, disks that keep
old blocks) is said in docs/methods/vote.md.
"""

import logging

from django.db import DatabaseError, connection
from django.utils import timezone

from faire_ensemble.apps.participation.models import Ballot, PaperKeying, Signature, Vote

logger = logging.getLogger(__name__)


def scrub(vote: Vote) -> bool:
    """Whether it could be done now; otherwise it is asked for again. Not inside a transaction."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                busy = cursor.fetchone()[0]
                if busy:
                    return False
            else:
                for model in (Ballot, PaperKeying, Signature, Vote):
                    table = connection.ops.quote_name(model._meta.db_table)
                    cursor.execute(f"VACUUM FULL {table}")
    except DatabaseError:
        logger.warning("the database was not rewritten after the count", exc_info=True)
        return False
    vote.scrubbed_at = timezone.now()
    vote.save(update_fields=["scrubbed_at"])
    return True
