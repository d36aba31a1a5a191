"""Addresses of votes: the pages of voters, those of the office."""

from django.urls import path

from faire_ensemble.apps.participation.views import (
    votes,
    votes_casting,
    votes_office,
    votes_paper,
)

PUBLIC = "participer/<slug:code>/"
OFFICE = "gestion/participation/<slug:code>/vote/"

urlpatterns = [
    path(f"{PUBLIC}voter/", votes_casting.cast, name="cast"),
    path(f"{PUBLIC}vote/", votes.vote, name="vote"),
    path(f"{PUBLIC}vote/recu/", votes.receipt, name="vote_receipt"),
    path(f"{PUBLIC}vote/recus.csv", votes.receipts_csv, name="vote_receipts_csv"),
    path(f"{PUBLIC}vote/bulletins.pb", votes.pb_download, name="vote_pb_download"),
    path(OFFICE, votes_office.edit, name="vote_office"),
    path(f"{OFFICE}acte/", votes_office.act, name="act_on_vote"),
    path(f"{OFFICE}codes/", votes_office.codes, name="vote_codes"),
    path(f"{OFFICE}codes/annuler/", votes_office.void, name="vote_void_codes"),
    path(f"{OFFICE}liste/", votes_office.roll, name="vote_roll"),
    path(f"{OFFICE}bureau/", votes_office.desk, name="vote_desk"),
    path(f"{OFFICE}bulletin.pdf", votes_office.ballot_pdf, name="vote_ballot_pdf"),
    path(f"{OFFICE}papier/", votes_paper.batches, name="vote_batches"),
    path(f"{OFFICE}papier/<int:batch_id>/", votes_paper.batch, name="vote_batch"),
    path(
        f"{OFFICE}papier/<int:batch_id>/lecture/<int:round>/",
        votes_paper.keying,
        name="vote_keying",
    ),
]
