"""Addresses of the funding app, one module a part."""

from faire_ensemble.apps.funding.urls import (
    answers,
    calls,
    committees,
    decisions,
    file,
    grants,
    holder,
    instruction,
    programmes,
)

app_name = "funding"
urlpatterns = [
    *answers.urlpatterns,
    *calls.urlpatterns,
    *committees.urlpatterns,
    *decisions.urlpatterns,
    *file.urlpatterns,
    *grants.urlpatterns,
    *holder.urlpatterns,
    *instruction.urlpatterns,
    *programmes.urlpatterns,
]
