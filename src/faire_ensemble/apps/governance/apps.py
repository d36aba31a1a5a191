"""Django's entry for the governance app."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "faire_ensemble.apps.governance"
    label = "governance"
    verbose_name = "Gouvernance"
