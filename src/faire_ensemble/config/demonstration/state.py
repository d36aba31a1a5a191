"""Whether this database is the demonstration, something else, or nothing yet."""

from enum import Enum
from pathlib import Path

from django.apps import apps
from django.db import models

from faire_ensemble.config.demonstration import facts
from faire_ensemble.kit.models import AuditEntry

VERB = "démonstration construite"
MARKER = "demonstration"
# A row in any of these means that somebody works here.
TELLING = (
    "territory.Territory",
    "directory.Organisation",
    "observatory.Value",
    "contract.Contract",
    "funding.Grant",
    "accounts.User",
)


class State(Enum):
    """EMPTY: may be built. READY: nothing to do. OUTDATED: built by another version of the facts.
    FOREIGN: holds data that are not the demonstration's and must not be mixed with it."""

    EMPTY = "empty"
    READY = "ready"
    OUTDATED = "outdated"
    FOREIGN = "foreign"


def state_of() -> State:
    """Read from the audit trail, which nobody can edit, rather than from the marker file."""
    entry = AuditEntry.objects.filter(verb=VERB).order_by("-sequence").first()
    if entry is not None:
        return State.READY if entry.subject == sign() else State.OUTDATED
    return (
        State.FOREIGN
        if any(_model(name)._default_manager.exists() for name in TELLING)
        else State.EMPTY
    )


def sign() -> str:
    """The demonstration's identity, as the audit trail keeps it."""
    return f"démonstration {facts.digest()}"


def mark(home: Path) -> None:
    """Leave the file that makes every page say that this is a demonstration."""
    home.mkdir(parents=True, exist_ok=True)
    (home / MARKER).write_text(
        "Les porteurs et les dossiers de ce dossier de données sont inventés (faire demo).\n",
        encoding="utf-8",
    )


def unmark(home: Path) -> None:
    """Take the marker away: the database holds nothing invented."""
    (home / MARKER).unlink(missing_ok=True)


def _model(name: str) -> type[models.Model]:
    return apps.get_model(name)
