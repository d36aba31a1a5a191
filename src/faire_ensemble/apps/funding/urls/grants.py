"""Money already published, with the page of an organisation: its money is there."""

from django.urls import path

from faire_ensemble.apps.funding.views import grants as views

urlpatterns = [
    path("subventions/", views.grants, name="grants"),
    path("subventions.csv", views.grants_csv, name="grants_csv"),
    path("organisations/<int:organisation_id>/", views.organisation, name="organisation"),
]
