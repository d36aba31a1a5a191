"""Calls: what everybody reads, what residents expect of them, how officers build them."""

from django.urls import path

from faire_ensemble.apps.funding.views.calls import builder, office, public, solutions

urlpatterns = [
    path("appels/", public.calls, name="calls"),
    path("appels/<slug:code>/", public.call, name="call"),
    path("appels/<slug:code>/attentes/", solutions.state, name="state_solution"),
    path("mon-compte/mes-attentes/", solutions.mine, name="my_solutions"),
    path("gestion/appels/", office.calls, name="office_calls"),
    path("gestion/appels/nouveau/", office.new, name="new_call"),
    path("gestion/appels/<slug:code>/", office.call, name="edit_call"),
    path("gestion/appels/<slug:code>/apercu/", office.preview, name="preview_call"),
    path("gestion/appels/<slug:code>/acte/", office.act, name="act_on_call"),
    path("gestion/appels/<slug:code>/attentes/", solutions.to_answer, name="call_solutions"),
    path("gestion/appels/<slug:code>/<slug:section>/", builder.section, name="call_section"),
    path("gestion/attentes/<int:pk>/", solutions.answer, name="answer_solution"),
]
