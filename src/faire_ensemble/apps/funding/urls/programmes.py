"""Envelopes, scenarios, programmes."""

from django.urls import path

from faire_ensemble.apps.funding.views import (
    envelopes,
    later_decisions,
    programmes,
    scenarios,
)

urlpatterns = [
    path("enveloppes/", envelopes.envelopes, name="envelopes"),
    path("enveloppes/nouvelle/", envelopes.new_envelope, name="new_envelope"),
    path("enveloppes/<int:pk>/", envelopes.envelope, name="envelope"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/comparer/", scenarios.compare, name="compare_scenarios"),
    path("scenarios/nouveau/<slug:code>/<int:year>/", scenarios.new_scenario, name="new_scenario"),
    path("scenarios/<int:pk>/", scenarios.scenario, name="scenario"),
    path("scenarios/<int:pk>.json", scenarios.scenario_json, name="scenario_json"),
    path("scenarios/<int:pk>/publier/", scenarios.publish, name="publish_scenario"),
    path("programmation/", programmes.programmes, name="programmes"),
    path(
        "programmation/nouvelle/<slug:code>/<int:year>/",
        programmes.new_programme,
        name="new_programme",
    ),
    path("programmation/<int:pk>/", programmes.programme, name="programme"),
    path("programmation/demandes/<int:request_id>/", later_decisions.again, name="decide_again"),
    path("programmation/<int:pk>/regles/", programmes.rules, name="programme_rules"),
    path("programmation/<int:pk>/<int:line_id>/", programmes.line, name="programme_line"),
    path("programmation/<int:pk>/adopter/", programmes.adopt, name="adopt_programme"),
    path("programmation/<int:pk>/actualiser/", programmes.refresh, name="refresh_programme"),
    path("programmation/<int:pk>/abandonner/", programmes.drop, name="drop_programme"),
]
