"""Django's entry for the observatory app."""

from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    name = "faire_ensemble.apps.observatory"
    label = "observatory"
    verbose_name = "Observatoire"
