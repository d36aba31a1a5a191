"""Committees and their sessions."""

from django.urls import path

from faire_ensemble.apps.funding.views import committees, sessions

HERE = "comites/seances/<int:session_id>/"
urlpatterns = [
    path("comites/", committees.committees, name="committees"),
    path("comites/nouveau/", committees.new_committee, name="new_committee"),
    path("comites/<int:committee_id>/", committees.committee, name="committee"),
    path(
        "comites/<int:committee_id>/modifier/", committees.change_committee, name="change_committee"
    ),
    path("comites/<int:committee_id>/seance/", committees.new_session, name="new_session"),
    path("comites/sieges/<int:seat_id>/", committees.seat, name="seat"),
    path(HERE, sessions.session, name="session"),
    path(HERE + "modifier/", sessions.change_session, name="change_session"),
    path(HERE + "dossiers/", sessions.session_files, name="session_files"),
    path(HERE + "dossiers/<int:item_id>/", sessions.examine, name="examine"),
    path(HERE + "ordre/", sessions.session_order, name="session_order"),
    path(HERE + "etat/", sessions.session_state, name="session_state"),
    path(HERE + "presences/", sessions.attendance, name="attendance"),
    path(HERE + "clore/", sessions.close_session, name="close_session"),
    path(HERE + "reconvoquer/", sessions.reconvene, name="reconvene"),
    path(HERE + "proces-verbal/", sessions.minutes, name="minutes"),
    path(HERE + "proces-verbal.pdf", sessions.minutes_document, name="minutes_pdf"),
]
