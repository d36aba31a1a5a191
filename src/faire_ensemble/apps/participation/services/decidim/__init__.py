"""Moving in from Decidim: its exports, as files of one folder."""

from faire_ensemble.apps.participation.services.decidim.importing import import_decidim

__all__ = ["import_decidim"]
