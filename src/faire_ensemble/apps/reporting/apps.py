"""Django's entry for the reporting app."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "faire_ensemble.apps.reporting"
    label = "reporting"
    verbose_name = "Rapports"
