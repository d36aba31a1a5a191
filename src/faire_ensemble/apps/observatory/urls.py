"""Addresses of the observatory app."""

from django.urls import path

from faire_ensemble.apps.observatory import views

app_name = "observatory"
urlpatterns = [
    path("indicateurs/", views.indicators, name="indicators"),
    path("indicateurs/<slug:code>/", views.indicator, name="indicator"),
    path("indicateurs/<slug:code>/ecarts.csv", views.indicator_csv, name="indicator_csv"),
    path("indicateurs/<slug:code>/cibles/", views.targets, name="targets"),
    path(
        "indicateurs/<slug:code>/cibles/<int:pk>/retirer/", views.withdraw, name="withdraw_target"
    ),
]
