"""« Mes dossiers » is anyone's who has an account."""

from faire_ensemble.apps.funding.permissions.standing import Actor, signed_in
from faire_ensemble.kit.verdicts import Verdict


def can_have_files(actor: Actor) -> Verdict:
    """Everyone signed in; each page then asks for its own right on the file."""
    return signed_in(actor)
