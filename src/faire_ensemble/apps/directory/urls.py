"""Addresses of the directory app."""

from django.urls import path

from faire_ensemble.apps.directory.views import organisations

app_name = "directory"
urlpatterns = [path("organisations/", organisations.organisations, name="organisations")]
