"""What the worker does for participation: digests, and what must be forgotten."""

from faire_ensemble.apps.participation.services.answers import send_digests
from faire_ensemble.apps.participation.services.contributions import (
    forget_unconfirmed,
)
from faire_ensemble.kit.jobs import chore

chore(seconds=60)(send_digests)
chore(seconds=3600)(forget_unconfirmed)
