"""Envelopes, scenarios, programmes."""

from django.urls import path

from faire_ensemble.apps.funding.views import envelopes

urlpatterns = [
    path("enveloppes/", envelopes.envelopes, name="envelopes"),
    path("enveloppes/nouvelle/", envelopes.new_envelope, name="new_envelope"),
    path("enveloppes/<int:pk>/", envelopes.envelope, name="envelope"),
]
