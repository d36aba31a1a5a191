"""Who decides."""

from django.urls import path

from faire_ensemble.apps.governance.views import bodies

urlpatterns = [
    path("qui-decide/", bodies.listing, name="bodies"),
    path("qui-decide/<int:body_id>/", bodies.body, name="body"),
]
