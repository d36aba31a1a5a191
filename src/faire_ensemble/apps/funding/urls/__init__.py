"""Addresses of the funding app, one module a part."""

from faire_ensemble.apps.funding.urls import grants, programmes

app_name = "funding"
urlpatterns = [*grants.urlpatterns, *programmes.urlpatterns]
