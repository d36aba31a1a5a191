"""Django's entry for what every app shares."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "faire_ensemble.kit"
    label = "kit"
    verbose_name = "Outils communs"
