"""Decisions and their follow-up."""

from django.urls import path

from faire_ensemble.apps.governance.views import decisions

urlpatterns = [
    path("qui-decide/decisions/", decisions.listing, name="decisions"),
    path("qui-decide/decisions/<int:decision_id>/", decisions.decision, name="decision"),
    path("gestion/instances/<int:body_id>/decisions/", decisions.write, name="write_decision"),
    path("gestion/instances/decisions/<int:decision_id>/", decisions.follow, name="follow"),
]
