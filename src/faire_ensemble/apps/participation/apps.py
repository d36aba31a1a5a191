"""Django's entry for the participation app."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "faire_ensemble.apps.participation"
    label = "participation"
    verbose_name = "Participation"
