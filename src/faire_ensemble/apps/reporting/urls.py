"""Addresses of the reporting app."""

from django.urls import URLPattern, path

from faire_ensemble.apps.reporting import views

app_name = "reporting"
urlpatterns: list[URLPattern] = [
    path("rapport/", views.annual_latest, name="annual_latest"),
    path("rapport/<int:year>/", views.annual, name="annual"),
    path("rapport/<int:year>.pdf", views.annual_pdf, name="annual_pdf"),
]
