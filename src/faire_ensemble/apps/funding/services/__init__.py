"""Acts of the funding app: loading the grants and posts that funders publish."""

from faire_ensemble.apps.funding.services.anct import import_anct_posts
from faire_ensemble.apps.funding.services.grants import import_grants

__all__ = ["import_anct_posts", "import_grants"]
