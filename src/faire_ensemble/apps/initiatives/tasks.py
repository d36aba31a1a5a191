"""What the worker does for initiatives: the daily mail, and what must be forgotten."""

from faire_ensemble.apps.initiatives.services.telling import forget_told, send_digests
from faire_ensemble.kit.jobs import chore

chore(seconds=60)(send_digests)
chore(seconds=3600)(forget_told)
