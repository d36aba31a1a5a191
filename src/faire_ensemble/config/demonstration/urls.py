"""The address of the demonstration's own page; it answers 404 anywhere else."""

from django.urls import path

from faire_ensemble.config.demonstration import views

app_name = "demonstration"
urlpatterns = [path("demonstration/", views.doors, name="doors")]
