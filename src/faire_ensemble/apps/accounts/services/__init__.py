"""Acts on accounts: mandates, sign-in events kept in the audit trail, erasure."""

from faire_ensemble.apps.accounts.services.erasure import erase_person
from faire_ensemble.apps.accounts.services.mandates import BadMandate, end_mandate, give_mandate

__all__ = ["BadMandate", "end_mandate", "erase_person", "give_mandate"]
