"""Addresses of working groups."""

from django.urls import URLPattern, path

from faire_ensemble.apps.initiatives.views.groups import linking, public, running, working

ALL = "initiatives/groupes"
ONE = f"{ALL}/<int:group_id>"

urlpatterns: list[URLPattern] = [
    path(f"{ALL}/", public.groups, name="groups"),
    path(f"{ALL}/ouvrir/", public.new_group, name="new_group"),
    path(f"{ONE}/", public.group, name="group"),
    path(f"{ONE}/entrer/", public.join, name="join"),
    path(f"{ONE}/partir/", public.leave, name="leave"),
    path(f"{ONE}/modifier/", running.edit_group, name="edit_group"),
    path(f"{ONE}/membres/", running.members, name="members"),
    path(f"{ONE}/initiatives/", linking.initiatives, name="link_initiatives"),
    path(f"{ONE}/fermer/", running.close, name="close_group"),
    path(f"{ONE}/tout.zip", working.archive, name="archive_download"),
    path(f"{ONE}/notes/nouvelle/", working.new_note, name="new_note"),
    path(f"{ONE}/notes/<int:note_id>/", working.note, name="note"),
    path(f"{ONE}/notes/<int:note_id>/modifier/", working.edit_note, name="edit_note"),
    path(f"{ONE}/desaccords/<int:version_id>/", working.settle, name="settle"),
    path(f"{ONE}/fichiers/", working.add_file, name="add_file"),
    path(f"{ONE}/fichiers/<int:file_id>/", working.download, name="file_download"),
    path(f"{ONE}/taches/nouvelle/", working.new_task, name="new_task"),
    path(f"{ONE}/taches/<int:task_id>/", working.edit_task, name="edit_task"),
    path(f"{ONE}/taches/<int:task_id>/avancer/", working.move_task, name="move_task"),
]
