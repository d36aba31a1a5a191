"""Addresses of the portal app."""

from django.urls import path

from faire_ensemble.apps.portal import views

app_name = "portal"
urlpatterns = [
    path("sources/", views.sources, name="sources"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions/", views.legal, name="legal"),
]
