"""Addresses of processes: the list, one, and the office of those who run them."""

from django.urls import path

from faire_ensemble.apps.participation.views import office, processes

urlpatterns = [
    path("participer/", processes.processes, name="processes"),
    path("participer/<slug:code>/", processes.process, name="process"),
    path("gestion/participation/", office.office, name="office"),
    path("gestion/participation/nouvelle/", office.new, name="new_process"),
    path("gestion/participation/<slug:code>/", office.edit, name="edit_process"),
    path("gestion/participation/<slug:code>/phases/", office.phases, name="process_phases"),
    path("gestion/participation/<slug:code>/acte/", office.act, name="act_on_process"),
]
