"""Addresses of the contract app."""

from django.urls import path

from faire_ensemble.apps.contract.views import commitments, office, public

app_name = "contract"
ONE = "contrat/<int:contract_id>/"
DRAFT = "gestion/contrat/<int:contract_id>/"
urlpatterns = [
    path("contrat/", public.contract, name="contract"),
    path(f"{ONE}versions/", public.versions, name="versions"),
    path(f"{ONE}versions/<int:number>/", public.version, name="version"),
    path(f"{ONE}versions/<int:number>.json", public.version_json, name="version_json"),
    path(f"{ONE}engagements/", public.commitments_page, name="commitments"),
    path(f"{ONE}engagements.csv", public.commitments_csv, name="commitments_csv"),
    path(f"{ONE}engagements.xlsx", public.commitments_xlsx, name="commitments_xlsx_download"),
    path(f"{ONE}engagements/<int:pk>/", public.commitment_page, name="commitment"),
    path(f"{ONE}preuves/<int:step_id>/", public.proof, name="proof_download"),
    path(f"{ONE}plans/<int:pk>/", public.plan, name="plan"),
    path(f"{ONE}plans/<int:pk>/document/", public.plan_document, name="plan_document_download"),
    path("gestion/contrat/", office.office, name="office"),
    path(DRAFT, office.draft_page, name="draft"),
    path(f"{DRAFT}texte/", office.write_text, name="write_text"),
    path(f"{DRAFT}partenaires/", office.partners, name="partners"),
    path(f"{DRAFT}partenaires/<int:pk>/retirer/", office.remove_partner, name="remove_partner"),
    path(f"{DRAFT}signer/", office.sign, name="sign"),
    path(f"{DRAFT}engagements/", commitments.listed, name="office_commitments"),
    path(f"{DRAFT}engagements/nouveau/", commitments.written, name="new_commitment"),
    path(f"{DRAFT}engagements/<int:pk>/", commitments.written, name="write_commitment"),
    path(f"{DRAFT}engagements/<int:pk>/suivi/", commitments.report, name="report_commitment"),
    path(f"{DRAFT}engagements/<int:pk>/retirer/", commitments.removed, name="remove_commitment"),
    path(f"{DRAFT}<slug:kind>/nouveau/", office.line, name="new_line"),
    path(f"{DRAFT}<slug:kind>/<int:pk>/", office.line, name="line"),
    path(f"{DRAFT}<slug:kind>/<int:pk>/agir/", office.act, name="act_on_line"),
]
