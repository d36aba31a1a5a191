"""Addresses of the directory app."""

from django.urls import path

from faire_ensemble.apps.directory import views

app_name = "directory"
urlpatterns = [path("organisations/", views.organisations, name="organisations")]
