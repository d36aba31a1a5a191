"""Django's entry for the initiatives app."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "faire_ensemble.apps.initiatives"
    label = "initiatives"
    verbose_name = "Initiatives"
