"""What the worker does for the directory: asking whether records are still true, preparing the
search, counting the records that may be one."""

from faire_ensemble.apps.directory.selectors.records.duplicates import count_duplicates
from faire_ensemble.apps.directory.services import prepare_search, remind_owners
from faire_ensemble.kit.jobs import chore

chore(seconds=3600)(remind_owners)
chore(seconds=300)(prepare_search)
chore(seconds=600)(count_duplicates)
