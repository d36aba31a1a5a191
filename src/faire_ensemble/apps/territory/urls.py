"""Addresses of the territory app."""

from django.urls import path

from faire_ensemble.apps.territory.views import contours, drawing

app_name = "territory"
urlpatterns = [
    path("quartiers-vecus/dessiner/", drawing.draw, name="draw"),
    path("carte/communes.geojson", contours.communes, name="communes_geojson"),
    path("carte/quartiers.geojson", contours.neighbourhoods, name="neighbourhoods_geojson"),
]
