"""Addresses of the governance app, one module a part."""

from faire_ensemble.apps.governance.urls import bodies

app_name = "governance"
urlpatterns = [*bodies.urlpatterns]
