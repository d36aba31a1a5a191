"""Addresses of the portal app."""

from django.urls import path

from faire_ensemble.apps.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("carte/", views.metropolis, name="map"),
    path("carte.svg", views.metropolis_svg, name="map_svg"),
    path("quartiers/", views.neighbourhoods, name="neighbourhoods"),
    path("quartiers/<code>/", views.neighbourhood, name="neighbourhood"),
    path("quartiers/<code>.csv", views.neighbourhood_csv, name="neighbourhood_csv"),
    path("communes/<code>/", views.commune, name="commune"),
    path("quartiers/<code>/carte.svg", views.neighbourhood_svg, name="neighbourhood_svg"),
    path("communes/<code>/carte.svg", views.commune_svg, name="commune_svg"),
    path("objectifs/<int:pk>/", views.objective, name="objective"),
    path("recherche/", views.search, name="search"),
    path("sources/", views.sources, name="sources"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions/", views.legal, name="legal"),
]
