"""Addresses of the participation app, one module a part."""

from faire_ensemble.apps.participation.urls import (
    answers,
    contributions,
    processes,
    projects,
    votes,
)

app_name = "participation"
urlpatterns = [
    *contributions.urlpatterns,
    *answers.urlpatterns,
    *projects.urlpatterns,
    *votes.urlpatterns,
    *processes.urlpatterns,
]
