"""Django's entry for the territory app."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "faire_ensemble.apps.territory"
    label = "territory"
    verbose_name = "Territoire"
