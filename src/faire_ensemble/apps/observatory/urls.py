"""Addresses of the observatory app."""

from django.urls import path

from faire_ensemble.apps.observatory import views

app_name = "observatory"
urlpatterns = [
    path("indicateurs/", views.indicators, name="indicators"),
    path("indicateurs/<slug:code>/", views.indicator, name="indicator"),
    path("indicateurs/<slug:code>/ecarts.csv", views.indicator_csv, name="indicator_csv"),
]
