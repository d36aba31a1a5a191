"""Who may open a contract."""

from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import has_role
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused


def can_open_contract(actor: Any) -> Verdict:
    """The command line (no actor) holds the data folder; otherwise stewards of the tool."""
    if actor is None or has_role(actor, "steward"):
        return ALLOWED
    return refused(_("Seule l'administration de l'outil peut ouvrir un contrat de ville."))
