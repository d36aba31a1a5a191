"""Addresses of the directory app."""

from django.urls import path

from faire_ensemble.apps.directory.views import (
    helping,
    keeping,
    links,
    listing,
    merging,
    organisations,
    printing,
)

app_name = "directory"
urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("aide/", helping.help_search, name="help"),
    path("aide/fiches.csv", helping.help_csv, name="help_csv"),
    path("aide/fiches.geojson", helping.help_geojson, name="help_geojson"),
    path("aide/imprimer.pdf", printing.printed_search, name="help_pdf"),
    path("aide/livret/<slug:code>.pdf", printing.booklet, name="booklet_pdf"),
    path("aide/mes-fiches/", listing.records, name="records"),
    path("aide/mes-fiches/faire/", listing.act, name="records_act"),
    path("aide/mes-fiches/nouvelle/", keeping.new_record, name="new_record"),
    path("aide/doublons/", merging.duplicates, name="duplicates"),
    path("aide/doublons/reunir/", merging.merge, name="merge"),
    path("aide/doublons/<int:pk>/defaire/", merging.undo, name="undo_merge"),
    path("aide/doublons/separer/", merging.apart, name="keep_apart"),
    path("aide/doublons/<int:pk>/comparer/", merging.again, name="compare_again"),
    path("aide/verifier/<str:token>/", links.confirm, name="confirm"),
    path("aide/retirer-mon-nom/<str:token>/", links.withdraw, name="withdraw"),
    path("aide/<int:pk>/", helping.help_service, name="service"),
    path("aide/<int:pk>/modifier/", keeping.edit_record, name="edit_record"),
    path("aide/<int:pk>/verifier/", keeping.confirm_record, name="confirm_record"),
    path("aide/<int:pk>/fermer/", keeping.close_record, name="close_record"),
    path("aide/<int:pk>/confier/", keeping.entrust, name="entrust_record"),
    path("aide/<int:pk>/contacts/", keeping.contacts, name="contacts"),
    path("aide/contacts/<int:pk>/retirer/", keeping.withdraw, name="withdraw_contact"),
]
