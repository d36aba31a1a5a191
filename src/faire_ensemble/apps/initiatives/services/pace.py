"""How much one person may do in a day, counted under the lock of their row."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction


def lock_person(actor: Any) -> None:
    """Until the end of the transaction, so that two requests at once cannot both be the last."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a lock belongs inside a transaction")
    get_user_model().objects.select_for_update().get(pk=actor.pk)
