"""Addresses of answers: what is late, what was promised, and where one answers."""

from django.urls import URLPattern, path

from faire_ensemble.apps.participation.views import answers

OFFICE = "gestion/participation/<slug:code>"

urlpatterns: list[URLPattern] = [
    path("participer/reponses-en-retard/", answers.late_answers, name="late_answers"),
    path("participer/suites/", answers.promises, name="promises"),
    path(f"{OFFICE}/repondre/", answers.answer, name="answer"),
    path(f"{OFFICE}/suites/<int:follow_up_id>/", answers.follow_up, name="follow_up"),
]
