"""Who decides: bodies, councils, calendars."""

from django.urls import path

from faire_ensemble.apps.governance.views import bodies, feeds, office, seats

OFFICE = "gestion/instances/"
urlpatterns = [
    path("qui-decide/", bodies.listing, name="bodies"),
    path("qui-decide/<int:body_id>/", bodies.body, name="body"),
    path("qui-decide/conseils-citoyens/", bodies.citizens, name="councils"),
    path("qui-decide/agenda.ics", feeds.everything, name="all_ics"),
    path("qui-decide/<int:body_id>/agenda.ics", feeds.one, name="body_ics"),
    path("qui-decide/mon-agenda/<str:key>.ics", feeds.own, name="own_ics"),
    path(OFFICE, office.home, name="office"),
    path(f"{OFFICE}mon-agenda/", feeds.renew, name="renew_feed"),
    path(f"{OFFICE}nouvelle/", office.new_body, name="new_body"),
    path(f"{OFFICE}<int:body_id>/", office.organise, name="organise"),
    path(f"{OFFICE}<int:body_id>/regles/", office.change, name="change_body"),
    path(f"{OFFICE}sieges/<int:seat_id>/", seats.seat, name="seat"),
]
