"""Meetings: their public page, and where they are prepared and held."""

from django.urls import path

from faire_ensemble.apps.governance.views import holding, meetings, office_meetings

PUBLIC = "qui-decide/reunions/<int:meeting_id>/"
OFFICE = "gestion/instances/"
urlpatterns = [
    path(PUBLIC, meetings.meeting, name="meeting"),
    path(f"{PUBLIC}compte-rendu.pdf", meetings.minutes_pdf, name="minutes_pdf"),
    path("qui-decide/documents/<int:paper_id>/", meetings.paper, name="paper_download"),
    path(f"{OFFICE}<int:body_id>/reunions/", office_meetings.new, name="new_meeting"),
    path(f"{OFFICE}<int:body_id>/reunions/tenue/", office_meetings.record, name="record_meeting"),
    path(f"{OFFICE}reunions/<int:meeting_id>/", office_meetings.prepare, name="prepare"),
    path(f"{OFFICE}reunions/<int:meeting_id>/date/", office_meetings.move, name="move_meeting"),
    path(f"{OFFICE}reunions/<int:meeting_id>/acte/", office_meetings.act, name="meeting_act"),
    path(f"{OFFICE}reunions/<int:meeting_id>/presences/", holding.attendance, name="attendance"),
    path(f"{OFFICE}points/<int:item_id>/", holding.item, name="item"),
]
