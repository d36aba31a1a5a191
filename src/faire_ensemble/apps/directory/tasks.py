"""What the worker does for the directory: asking whether records are still true, preparing the
search."""

from faire_ensemble.apps.directory.services import prepare_search, remind_owners
from faire_ensemble.kit.jobs import chore

chore(seconds=3600)(remind_owners)
chore(seconds=300)(prepare_search)
