"""Addresses of projects: the catalogue and each project, then the office."""

from django.urls import URLPattern, path

from faire_ensemble.apps.participation.views import (
    posters,
    projects,
    projects_delivery,
    projects_office,
)

PUBLIC = "participer/<slug:code>/"
OFFICE = "gestion/participation/<slug:code>/"

urlpatterns: list[URLPattern] = [
    path(f"{PUBLIC}projets/", projects.projects, name="projects"),
    path(f"{PUBLIC}projets.pdf", posters.projects_pdf, name="projects_pdf"),
    path(f"{PUBLIC}affiche.pdf", posters.process_poster, name="process_poster_pdf"),
    path(f"{PUBLIC}projets/<int:number>/", projects.project, name="project"),
    path(
        f"{PUBLIC}projets/<int:number>/affiche.pdf",
        posters.project_poster,
        name="project_poster_pdf",
    ),
    path(
        f"{PUBLIC}projets/<int:number>/photos/<int:photo_id>/",
        projects.project_photo_download,
        name="project_photo_download",
    ),
    path(f"{PUBLIC}scrutin/", projects.election, name="election"),
    path(f"{PUBLIC}scrutin.pb", projects.election_download, name="election_download"),
    path(f"{OFFICE}projets/", projects_office.projects_board, name="projects_board"),
    path(f"{OFFICE}projets/acte/", projects_office.act_on_projects, name="act_on_projects"),
    path(f"{OFFICE}projets/nouveau/", projects_office.new_project, name="new_project"),
    path(f"{OFFICE}jury/", projects_office.jury, name="jury"),
    path(f"{OFFICE}projets/<int:number>/", projects_office.work_on_project, name="work_on_project"),
    path(f"{OFFICE}projets/<int:number>/texte/", projects_office.edit_project, name="edit_project"),
    path(
        f"{OFFICE}projets/<int:number>/decision/",
        projects_office.decide_project,
        name="decide_project",
    ),
    path(
        f"{OFFICE}projets/<int:number>/realisation/",
        projects_delivery.project_delivery,
        name="project_delivery",
    ),
]
