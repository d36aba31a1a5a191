"""Addresses of the contract app."""

from django.urls import path

from faire_ensemble.apps.contract import views

app_name = "contract"
urlpatterns = [path("contrat/", views.contract, name="contract")]
