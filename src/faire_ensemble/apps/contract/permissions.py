"""Who may change the contract, and the reason when not."""

from typing import Any

from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused


def can_open_contract(actor: Any) -> Verdict:
    """The command line (no actor) holds the data folder; otherwise stewards of the tool."""
    if actor is None or getattr(actor, "is_superuser", False):
        return ALLOWED
    return refused("Seule l'administration de l'outil peut ouvrir un contrat de ville.")
