"""Addresses of contributions: the public's, and those of the office that reads them."""

from django.urls import URLPattern, path

from faire_ensemble.apps.participation.views import (
    contributions,
    contributions_acts,
    contributions_entries,
    moderation,
)

HERE = "participer/<slug:code>"
ONE = f"{HERE}/contributions/<int:number>"
OFFICE = "gestion/participation/<slug:code>"

urlpatterns: list[URLPattern] = [
    path(f"{HERE}/contributions/", contributions.contributions, name="contributions"),
    path(f"{HERE}/contributions.csv", contributions.contributions_csv, name="contributions_csv"),
    path(
        f"{HERE}/contributions.geojson",
        contributions.contributions_geojson,
        name="contributions_geojson",
    ),
    path(f"{ONE}/", contributions.contribution, name="contribution"),
    path(f"{ONE}/soutenir/", contributions_acts.support, name="support"),
    path(f"{ONE}/commenter/", contributions_acts.comment, name="comment"),
    path(f"{ONE}/retirer/", contributions_acts.withdraw, name="withdraw_contribution"),
    path(
        f"{HERE}/commentaires/<int:comment_id>/retirer/",
        contributions_acts.withdraw_comment,
        name="withdraw_comment",
    ),
    path(f"{HERE}/proposer/", contributions_acts.propose, name="propose"),
    path(f"{HERE}/adresse/", contributions_acts.address_read, name="address_json"),
    path(f"{HERE}/semblables/", contributions_acts.similar_ones, name="similar_json"),
    path(f"{HERE}/entrer/", contributions_entries.enter, name="enter"),
    path(
        f"{HERE}/mes-contributions/", contributions_entries.my_contributions,
        name="my_contributions",
    ),
    path(
        "participation/lien/<str:secret>/", contributions_entries.enter_by_link,
        name="enter_by_link",
    ),
    path(
        "participation/arreter/<str:secret>/", contributions_entries.stop_mails, name="stop_mails"
    ),
    path(f"{OFFICE}/moderation/", moderation.queue, name="moderation"),
    path(
        f"{OFFICE}/contributions/<int:number>/", moderation.office_contribution,
        name="office_contribution",
    ),
    path(f"{OFFICE}/codes/", moderation.codes, name="process_codes"),
    path(f"{OFFICE}/codes/annuler/", moderation.void_codes, name="void_codes"),
]  # fmt: skip
