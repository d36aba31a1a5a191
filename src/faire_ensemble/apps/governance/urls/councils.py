"""Where a conseil citoyen is labelled, and wishes are answered."""

from django.urls import path

from faire_ensemble.apps.governance.views import councils

OFFICE = "gestion/instances/"
urlpatterns = [
    path(f"{OFFICE}<int:body_id>/conseil/", councils.label, name="label"),
    path(f"{OFFICE}<int:body_id>/conseil/moyens/", councils.means, name="council_means"),
    path(f"{OFFICE}<int:body_id>/voeux/", councils.wishes, name="wishes"),
    path("qui-decide/pieces/<int:step_id>/", councils.paper, name="label_paper"),
]
