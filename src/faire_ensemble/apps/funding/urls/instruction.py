"""Joint instruction: the board, the page of a file, what is done there."""

from django.urls import path

from faire_ensemble.apps.funding.views import board, instruction

HERE = "instruction/<int:pk>/"

urlpatterns = [
    path("instruction/", board.board, name="board"),
    path("instruction/actes/", board.bulk_act, name="bulk_act"),
    path("instruction/vues/", board.keep_view, name="keep_view"),
    path("instruction/vues/<int:pk>/retirer/", board.remove_view, name="remove_view"),
    path("instruction.csv", board.board_export, {"ending": "csv"}, name="board_csv"),
    path("instruction.xlsx", board.board_export, {"ending": "xlsx"}, name="board_xlsx"),
    path(HERE, instruction.file, name="file"),
    path(HERE + "presence/", instruction.presence, name="presence"),
    path(HERE + "avis/<int:request_id>/", instruction.funder_opinion, name="funder_opinion"),
    path(
        HERE + "droit-commun/<int:organisation_id>/",
        instruction.mainstream_opinion,
        name="mainstream_opinion",
    ),
    path(HERE + "avis-citoyen/", instruction.council_opinion, name="council_opinion"),
    path(HERE + "notes/", instruction.scores, name="scores"),
    path(HERE + "retrait/", instruction.step_aside, name="step_aside"),
    path(HERE + "solliciter/", instruction.referral, name="referral"),
    path(HERE + "confier/<int:request_id>/", instruction.assign, name="assign"),
]
