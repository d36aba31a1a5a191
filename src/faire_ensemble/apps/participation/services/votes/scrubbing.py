"""After a count, rewrite the database's files: nothing erased may be read in their free space.

SQLite: VACUUM writes the file anew, then the write-ahead log is emptied. PostgreSQL: the tables
are written anew by a change of type that changes nothing, which copies the rows there are and
drops what was sampled of their columns for the planner. VACUUM FULL would not do: it keeps the
erased rows for as long as a transaction of any database of the server is older than the count.
What no program of ours can reach (backups, archived logs, disks that keep old blocks) is said in
docs/methods/vote.md.
"""

import logging

from django.db import DatabaseError, connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from faire_ensemble.apps.participation.models import Ballot, PaperKeying, Signature, Vote

logger = logging.getLogger(__name__)
WAIT = "10s"  # for those who read these tables to have done


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
                with transaction.atomic():
                    cursor.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
                    for model in (Ballot, PaperKeying, Signature, Vote):
                        _write_anew(cursor, model)
    except DatabaseError:
        logger.warning("the database was not rewritten after the count", exc_info=True)
        return False
    vote.scrubbed_at = timezone.now()
    vote.save(update_fields=["scrubbed_at"])
    return True


def _write_anew(cursor: CursorWrapper, model: type[models.Model]) -> None:
    """Give each column of text its own type again, by an expression that has to be computed."""
    quote = connection.ops.quote_name
    texts = [
        (quote(str(field.column)), field.db_type(connection))
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    ]
    changes = ", ".join(f"ALTER {name} TYPE {kind} USING {name} || ''" for name, kind in texts)
    cursor.execute(f"ALTER TABLE {quote(model._meta.db_table)} {changes}")
