"""Django's entry for the funding app."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "faire_ensemble.apps.funding"
    label = "funding"
    verbose_name = "Financements"
