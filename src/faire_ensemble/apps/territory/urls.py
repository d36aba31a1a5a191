"""Addresses of the territory app."""

from django.urls import path

from faire_ensemble.apps.territory.views import contours

app_name = "territory"
urlpatterns = [
    path("carte/communes.geojson", contours.communes, name="communes_geojson"),
    path("carte/quartiers.geojson", contours.neighbourhoods, name="neighbourhoods_geojson"),
]
