"""The answer to a file."""

from django.urls import path

from faire_ensemble.apps.funding.views import answers as views

urlpatterns = [
    path("dossiers/<int:application_id>/reponse/", views.answer, name="answer"),
]
