"""Draws by lot: public pages, the personal page of a letter, where a draw is run."""

from django.urls import path

from faire_ensemble.apps.governance.views.draws import office, public

PUBLIC = "tirages-au-sort/"
OFFICE = "gestion/tirages/"
urlpatterns = [
    path("qui-decide/<int:body_id>/tirages/", public.colleges, name="body_draws"),
    path(PUBLIC, public.listing, name="draws"),
    path(f"{PUBLIC}<int:draw_id>/", public.draw, name="draw"),
    path(f"{PUBLIC}<int:draw_id>/participer/", public.join, name="join_draw"),
    path(f"{PUBLIC}<int:draw_id>/merci/", public.joined, name="joined_draw"),
    path(f"{PUBLIC}tours/<int:round_id>/<str:table>.csv", public.table, name="draw_table"),
    path(f"{PUBLIC}moi/<str:key>/", public.mine, name="my_draw"),
    path(OFFICE, office.home, name="draw_office"),
    path(f"{OFFICE}nouveau/<int:college_id>/", office.new, name="new_draw"),
    path(f"{OFFICE}<int:draw_id>/", office.run, name="run_draw"),
    path(f"{OFFICE}<int:draw_id>/places/", office.change, name="change_draw"),
    path(f"{OFFICE}<int:draw_id>/quotas/", office.quotas, name="draw_quotas"),
    path(f"{OFFICE}<int:draw_id>/assouplir/", office.relax, name="relax_draw"),
    path(f"{OFFICE}<int:draw_id>/liste/", office.roll, name="draw_roll"),
    path(f"{OFFICE}<int:draw_id>/lettres.pdf", office.letters, name="draw_letters"),
    path(f"{OFFICE}<int:draw_id>/reponses/<int:drawn_id>/", office.told, name="draw_reply"),
]
