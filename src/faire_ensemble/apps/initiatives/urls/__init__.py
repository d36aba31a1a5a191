"""Addresses of the initiatives app: the panorama and its carriers, working groups."""

from django.urls import URLPattern

from faire_ensemble.apps.initiatives.urls import groups, initiatives

app_name = "initiatives"
urlpatterns: list[URLPattern] = [*initiatives.urlpatterns, *groups.urlpatterns]
