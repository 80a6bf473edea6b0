"""Addresses of the desk."""

from __future__ import annotations

from django.urls import include, path

from moderation import views
from moderation.views import applying, batches, deciding, district, links, questions, seating, vouching

seats = [
    path("", seating.seats, name="seats"),
    path("<slug:slug>/", seating.team, name="team"),
    path("<slug:slug>/invite/", seating.invite, name="invite_to_seat"),
    path("<slug:slug>/invitations/<int:pk>/", seating.invitation, name="seat_invitation"),
    path("<slug:slug>/<int:pk>/hand-over/", seating.hand_over, name="hand_over_seat"),
    path("<slug:slug>/confirm/", seating.confirm, name="confirm_seats"),
    path("<slug:slug>/<int:pk>/free/", seating.free, name="free_seat"),
    path("<slug:slug>/<slug:handle>/give/", seating.give, name="give_seat"),
    path("<slug:slug>/<slug:handle>/manager/", seating.seat_manager, name="seat_manager"),
]
apply = [
    path("", applying.apply, name="apply"),
    path("lost/", applying.apply_lost, name="apply_lost"),
    path("<uuid:nonce>/", applying.apply_code, name="apply_code"),
]
application = [
    path("<str:token>/", applying.application, name="application"),
    path("<str:token>/answer/", applying.application_answer, name="application_answer"),
    path("<str:token>/withdraw/", applying.application_withdraw, name="application_withdraw"),
]
vouch = [path("", vouching.vouching, name="vouching")]
applications = [
    path("", deciding.applications, name="applications"),
    path("<uuid:pk>/", deciding.application_desk, name="application_desk"),
    path("<uuid:pk>/claim/", deciding.claim_application, name="claim_application"),
    path("<uuid:pk>/note/", deciding.note_application, name="note_application"),
    path("<uuid:pk>/vote/", deciding.vote_application, name="vote_application"),
    path("<uuid:pk>/<slug:act>/", deciding.decide, name="decide"),
]
asked = [
    path("", questions.questions, name="questions"),
    path("new/", questions.add_question, name="add_question"),
    path("look/", questions.preview_questions, name="preview_questions"),
    path("policy/", questions.set_policy, name="set_policy"),
    path("<int:pk>/", questions.change_question, name="change_question"),
    path("<int:pk>/retire/", questions.retire_question, name="retire_question"),
    path("<int:pk>/move/", questions.move_question, name="move_question"),
]
urlpatterns = [
    path("", views.people, name="desk"),
    path("people/<slug:handle>/", views.person, name="desk_person"),
    path("people/<slug:handle>/suspend/", views.suspend, name="suspend"),
    path("people/<slug:handle>/remove/", views.remove, name="remove"),
    path("people/<slug:handle>/restore/", views.restore, name="restore"),
    path("people/<slug:handle>/second-step/", district.lost_step, name="lost_step"),
    path("people/<slug:handle>/role/", views.set_role, name="set_role"),
    path("applications/", include(applications)),
    path("questions/", include(asked)),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<int:pk>/again/", views.send_again, name="send_again"),
    path("invitations/<int:pk>/revoke/", views.revoke_invitation, name="revoke_invitation"),
    path("lists/", batches.lists, name="lists"),
    path("lists/<uuid:pk>/", batches.list_page, name="list"),
    path("lists/<uuid:pk>/columns/", batches.list_columns, name="list_columns"),
    path("lists/<uuid:pk>/send/", batches.send_list, name="send_list"),
    path("lists/<uuid:pk>/drop/", batches.drop_list, name="drop_list"),
    path("lists/<uuid:pk>/result.csv", batches.list_result, name="list_result"),
    path("links/", links.links, name="links"),
    path("links/<int:pk>/", links.link, name="link"),
    path("links/<int:pk>/revoke/", links.revoke_link, name="revoke_link"),
    path("organizations/", views.organizations, name="organizations"),
    path("organizations/<slug:slug>/membership/", seating.membership, name="membership"),
    path("organizations/<slug:slug>/roster/", seating.roster, name="roster"),
    path("agreement/", views.agreement_desk, name="agreement_desk"),
    path("policy/", district.policy, name="policy"),
    path("sign-in/", district.sign_ins, name="sign_ins"),
    path("sign-in/new/", district.add_sign_in, name="add_sign_in"),
    path("sign-in/<int:pk>/", district.change_sign_in, name="change_sign_in"),
    path("sign-in/<int:pk>/close/", district.close_sign_in, name="close_sign_in"),
    path("log/", views.log, name="log"),
]
