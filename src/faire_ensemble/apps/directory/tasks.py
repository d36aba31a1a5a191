"""What the worker does for the directory: asking whether records are still true."""

from faire_ensemble.apps.directory.services import remind_owners
from faire_ensemble.kit.jobs import chore

chore(seconds=3600)(remind_owners)
