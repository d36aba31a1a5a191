"""Addresses of initiatives, of exchanges between carriers, of the office that reads them."""

from django.urls import URLPattern, path

from faire_ensemble.apps.initiatives.views import carriers, claiming, contacts, office, public
from faire_ensemble.apps.initiatives.views.groups import linking

ONE = "initiatives/<int:initiative_id>"
OFFICE = "gestion/initiatives"

urlpatterns: list[URLPattern] = [
    path("initiatives/", public.panorama, name="panorama"),
    path("initiatives.csv", public.export, name="initiatives_csv"),
    path("initiatives/raconter/", carriers.new, name="new"),
    path("initiatives/les-miennes/", carriers.mine, name="mine"),
    path("initiatives/les-miennes/nom/", carriers.name, name="name"),
    path("initiatives/les-miennes/messages/", carriers.digest, name="digest"),
    path("initiatives/echanges/<int:thread_id>/", contacts.thread, name="thread"),
    path("initiatives/echanges/<int:thread_id>/faire/", contacts.thread_act, name="thread_act"),
    path("initiatives/arreter/<str:token>/", public.stop_digest, name="stop_digest"),
    path(f"{ONE}/", public.initiative, name="initiative"),
    path(f"{ONE}/fiche.pdf", public.sheet, name="initiative_pdf"),
    path(f"{ONE}/photos/<int:photo_id>/", public.photo, name="photo_download"),
    path(f"{ONE}/photos/", carriers.add_photo, name="add_photo"),
    path(f"{ONE}/modifier/", carriers.edit, name="edit"),
    path(f"{ONE}/proposer/", carriers.propose, name="propose"),
    path(f"{ONE}/retirer/", carriers.withdraw, name="withdraw"),
    path(f"{ONE}/faire-ici/", carriers.copy, name="copy"),
    path(f"{ONE}/je-la-porte/", claiming.claim, name="claim"),
    path(f"{ONE}/groupes/", linking.groups, name="link_groups"),
    path(f"{ONE}/ecrire/", contacts.contact, name="contact"),
    path(f"{OFFICE}/demandes/<int:claim_id>/", claiming.answer, name="answer_claim"),
    path(f"{OFFICE}/", office.office, name="office"),
    path(f"{OFFICE}/<int:initiative_id>/", office.review, name="review"),
    path(f"{OFFICE}/<int:initiative_id>/confier/", office.give, name="give"),
]
