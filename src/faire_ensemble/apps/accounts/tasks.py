"""What the worker does for accounts: what must be forgotten."""

from faire_ensemble.apps.accounts.services.erasure import forget_again
from faire_ensemble.kit.jobs import chore

chore(seconds=3600)(forget_again)
