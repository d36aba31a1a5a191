"""What surrounds the form of an application: documents, corrections, versions, renewal."""

from django.urls import path

from faire_ensemble.apps.funding.views import corrections, documents, printed

urlpatterns = [
    path("dossiers/<int:application_id>/pieces/", documents.documents, name="documents"),
    path(
        "dossiers/<int:application_id>/pieces/<int:attachment_id>/",
        documents.document,
        name="document",
    ),
    path(
        "dossiers/<int:application_id>/pieces/<int:attachment_id>/retirer/",
        documents.remove,
        name="document_remove",
    ),
    path(
        "dossiers/<int:application_id>/dossier.pdf", printed.application_pdf, name="application_pdf"
    ),
    path("dossiers/<int:application_id>/corrections/", corrections.corrections, name="corrections"),
    path("corrections/<int:correction_id>/", corrections.close_correction, name="correction_close"),
    path("dossiers/<int:application_id>/versions/", corrections.versions, name="versions"),
    path("dossiers/<int:application_id>/reconduire/", corrections.renew, name="renew"),
    path("dossiers/<int:application_id>/reconduction/", corrections.renewed, name="renewed"),
]
