"""Those who write an application: start, sections, people, submission."""

from django.urls import path

from faire_ensemble.apps.funding.views.holder import people, starting, submitting, writing

urlpatterns = [
    path("appels/<slug:code>/commencer/", starting.start, name="application_start"),
    path("dossiers/", starting.mine, name="applications_mine"),
    path("dossiers/<int:application_id>/", writing.application, name="application"),
    path(
        "dossiers/<int:application_id>/ecrire/<slug:slug>/",
        writing.section,
        name="application_section",
    ),
    path("dossiers/<int:application_id>/champ/", writing.field, name="application_field"),
    path(
        "dossiers/<int:application_id>/desaccords/<int:edit_id>/",
        writing.conflict,
        name="application_conflict",
    ),
    path("dossiers/<int:application_id>/personnes/", people.people, name="application_people"),
    path(
        "dossiers/<int:application_id>/partenaires/", people.partners, name="application_partners"
    ),
    path("dossiers/<int:application_id>/deposer/", submitting.submit, name="application_submit"),
    path("dossiers/<int:application_id>/recu/", submitting.receipt, name="application_receipt"),
    path(
        "dossiers/<int:application_id>/retirer/", submitting.withdraw, name="application_withdraw"
    ),
]
