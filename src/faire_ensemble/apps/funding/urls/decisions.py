"""What was decided, in public."""

from django.urls import path

from faire_ensemble.apps.funding.views import decisions as views

urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions.csv", views.decisions_csv, name="decisions_csv"),
]
