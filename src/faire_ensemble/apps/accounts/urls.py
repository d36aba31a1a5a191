"""Addresses of the accounts app."""

from django.urls import path

from faire_ensemble.apps.accounts.views import account, imports, mandates, trail

app_name = "accounts"
urlpatterns = [
    path("mon-compte/", account.me, name="me"),
    path("mon-compte/mes-donnees.json", account.export, name="export"),
    path("mon-compte/effacer/", account.erase, name="erase"),
    path("mandats/", mandates.mandates, name="mandates"),
    path("mandats/donner/", mandates.give, name="give_mandate"),
    path("mandats/<int:pk>/terminer/", mandates.end, name="end_mandate"),
    path("journal/", trail.journal, name="journal"),
    path("journal/verification/", trail.verification, name="verification"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.import_report, name="import_report"),
]
