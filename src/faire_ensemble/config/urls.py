"""The addresses of the site. Every view is declared public or guarded (tests walk them all)."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("faire_ensemble.apps.portal.urls")),
    path("", include("faire_ensemble.apps.reporting.urls")),
    path("", include("faire_ensemble.apps.funding.urls")),
    path("", include("faire_ensemble.apps.contract.urls")),
    path("", include("faire_ensemble.apps.observatory.urls")),
    path("", include("faire_ensemble.apps.directory.urls")),
    path("", include("faire_ensemble.apps.territory.urls")),
    path("", include("faire_ensemble.apps.accounts.urls")),
    path("compte/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

# Addresses that third-party packages declare themselves: prefix -> who may enter.
DECLARED_ELSEWHERE = {
    "compte/": "allauth: each of its views decides (sign-in, own account)",
    "admin/": "Django admin: staff only",
}
