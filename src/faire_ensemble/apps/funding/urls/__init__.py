"""Addresses of the funding app, one module a part."""

from faire_ensemble.apps.funding.urls import grants, instruction, programmes

app_name = "funding"
urlpatterns = [*grants.urlpatterns, *instruction.urlpatterns, *programmes.urlpatterns]
