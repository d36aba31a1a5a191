"""Addresses of the governance app, one module a part."""

from faire_ensemble.apps.governance.urls import bodies, councils, decisions, draws, meetings

app_name = "governance"
urlpatterns = [
    *bodies.urlpatterns,
    *councils.urlpatterns,
    *decisions.urlpatterns,
    *draws.urlpatterns,
    *meetings.urlpatterns,
]
