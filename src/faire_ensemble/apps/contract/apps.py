"""Django's entry for the contract app."""

from django.apps import AppConfig


class ContractConfig(AppConfig):
    name = "faire_ensemble.apps.contract"
    label = "contract"
    verbose_name = "Contrat"
