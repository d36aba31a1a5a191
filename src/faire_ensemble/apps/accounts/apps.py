"""Django's entry for the accounts app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class AccountsConfig(AppConfig):
    name = "faire_ensemble.apps.accounts"
    label = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        """Start keeping sign-in events (the receivers need the models, hence not above)."""
        import_string("faire_ensemble.apps.accounts.services.sign_in.connect")()
