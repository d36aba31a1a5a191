"""What the worker does for the governance: what must be forgotten."""

from faire_ensemble.apps.governance.services.forgetting import forget_addresses
from faire_ensemble.kit.jobs import chore

chore(seconds=3600)(forget_addresses)
