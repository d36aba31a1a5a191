"""Django's entry for the directory app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "faire_ensemble.apps.directory"
    label = "directory"
    verbose_name = "Annuaire"
