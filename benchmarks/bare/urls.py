"""The pages of the peer, and the links that their rows make."""

from django.urls import path

from benchmarks.bare import board, views

urlpatterns = [
    path("subventions/", views.grants),
    path("instruction/", board.board),
    path("quartiers/<code>/", views.neighbourhood, name="neighbourhood"),
    path("quartiers-nus/<code>/", views.neighbourhood_bare),
    path("organisations/<int:pk>/", views.grants, name="organisation"),
]
