"""Django's entry for the portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "faire_ensemble.apps.portal"
    label = "portal"
    verbose_name = "Portail"
