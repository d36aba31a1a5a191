"""The addresses of the site. Every view is declared public or guarded (tests walk them all)."""

from django.contrib import admin
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from faire_ensemble.config.oidc import callback
from faire_ensemble.kit.access import public

handler400 = "faire_ensemble.kit.errors.bad_request"
handler403 = "faire_ensemble.kit.errors.forbidden"
handler404 = "faire_ensemble.kit.errors.not_found"
handler500 = "faire_ensemble.kit.errors.broken"

urlpatterns = [
    path("", include("faire_ensemble.apps.portal.urls")),
    path("", include("faire_ensemble.apps.reporting.urls")),
    path("", include("faire_ensemble.apps.funding.urls")),
    path("", include("faire_ensemble.apps.participation.urls")),
    path("", include("faire_ensemble.apps.governance.urls")),
    path("", include("faire_ensemble.apps.contract.urls")),
    path("", include("faire_ensemble.apps.observatory.urls")),
    path("", include("faire_ensemble.apps.initiatives.urls")),
    path("", include("faire_ensemble.apps.directory.urls")),
    path("", include("faire_ensemble.apps.territory.urls")),
    path("", include("faire_ensemble.apps.accounts.urls")),
    path("", include("faire_ensemble.config.demonstration.urls")),
    # No token: the form sits on every page, which would then all set a cookie, and forging it
    # only changes the language.
    path("langue/", public(csrf_exempt(set_language)), name="set_language"),
    path("compte/oidc/<str:provider_id>/login/callback/", callback, name="oidc_callback"),
    path("compte/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

# Addresses that third-party packages declare themselves: prefix -> who may enter.
DECLARED_ELSEWHERE = {
    "compte/": "allauth: each of its views decides (sign-in, own account)",
    "admin/": "Django admin: staff only",
}
