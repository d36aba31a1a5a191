"""After a count, rewrite the database's files: nothing erased may be read in their free space.

SQLite: VACUUM writes the file anew, then the write-ahead log is emptied. PostgreSQL: VACUUM FULL
writes the tables anew. What no program of ours can reach (backups, archived logs, disks that keep
old blocks) is said in docs/methods/vote.md.
"""

import logging
import time

from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from faire_ensemble.apps.participation.models import Ballot, PaperKeying, Signature, Vote

logger = logging.getLogger(__name__)
WAIT, PAUSE = 10.0, 0.05  # seconds: for the reads that began before the count to end


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
                if not _alone_in_time(cursor):
                    return False
                for model in (Ballot, PaperKeying, Signature, Vote):
                    table = connection.ops.quote_name(model._meta.db_table)
                    cursor.execute(f"VACUUM FULL {table}")
    except DatabaseError:
        logger.warning("the database was not rewritten after the count", exc_info=True)
        return False
    vote.scrubbed_at = timezone.now()
    vote.save(update_fields=["scrubbed_at"])
    return True


def _alone_in_time(cursor: CursorWrapper) -> bool:
    """Whether every read of this PostgreSQL database began after the count.

    VACUUM FULL keeps what an older transaction may still read: rewriting while one lasts would
    leave the erased rows in the files.
    """
    cursor.execute("SELECT pg_current_xact_id()::xid::text")
    now = cursor.fetchone()[0]
    end = time.monotonic() + WAIT
    while True:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND age(backend_xmin) > age(%s::text::xid)",
            [now],
        )
        if cursor.fetchone()[0] == 0:
            return True
        if time.monotonic() > end:
            logger.warning("an older transaction is still reading: not rewritten after the count")
            return False
        time.sleep(PAUSE)
