"""Django's entry for the accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "faire_ensemble.apps.accounts"
    label = "accounts"
    verbose_name = "Comptes"
