"""Addresses of cohorts and rooms."""

from __future__ import annotations

from django.urls import path

from cohorts import views
from cohorts.arranging import views as arranging
from cohorts.attendance import presence, requirements
from cohorts.attendance import views as attendance
from cohorts.certificates import views as certificates
from cohorts.knowledge import views as knowledge
from cohorts.later import views as later
from cohorts.levels import views as levels
from cohorts.lifecycle import views as year
from cohorts.programme import views as programme
from cohorts.questions import views as questions
from cohorts.seen import views as seen
from cohorts.sessions import addresses, arrange
from cohorts.sessions import views as live
from cohorts.talks import desk as talk_desk
from cohorts.talks import views as talks
from cohorts.threads import views as threads

rooms = [
    path("", views.rooms, name="rooms"),
    path("earlier/", year.earlier, name="earlier_cohorts"),
    path("<uuid:room_id>/", views.room, name="room"),
    path("<uuid:room_id>/say/", threads.say, name="say"),
    path("<uuid:room_id>/threads/<uuid:message_id>/", threads.room_replies, name="room_replies"),
    path("<uuid:room_id>/later/", later.send_later, name="send_later"),
    path("later/", later.later_messages, name="later_messages"),
    path("later/<uuid:pk>/", later.later_message, name="later_message"),
    path("<uuid:room_id>/seen/<uuid:message_id>/", seen.seen_by, name="seen_by"),
    path("<uuid:room_id>/unread/", views.unread, name="room_unread"),
    path("<uuid:room_id>/mentions/", views.mentions, name="room_mentions"),
    path("<uuid:room_id>/thread/", knowledge.choose, name="quote_room"),
    path("threads/<uuid:pk>/", knowledge.thread, name="room_thread"),
    path("threads/<uuid:pk>/act/", knowledge.act, name="room_thread_act"),
    path("threads/<uuid:pk>/mine/", knowledge.mine, name="quoted_words"),
    path("<uuid:room_id>/level/", levels.room_level, name="room_level"),
    path("<uuid:room_id>/settings/", arranging.room_settings, name="room_settings"),
    path("<uuid:room_id>/settings/since/", arranging.room_since, name="room_since"),
    path("<uuid:room_id>/settings/keeping/", arranging.room_keeping, name="room_keeping"),
    path("<uuid:room_id>/readers/", talks.room_readers, name="room_readers"),
]
of_talks = [
    path("", talks.talks, name="talks"),
    path("new/", talks.new_talk, name="new_talk"),
    path("with/<slug:handle>/", talks.talk_with, name="talk_with"),
    path("<uuid:room_id>/people/", talks.add_to_talk, name="add_to_talk"),
    path("<uuid:room_id>/leave/", talks.leave_talk, name="leave_talk"),
    path("<uuid:room_id>/report/<uuid:message_id>/", talks.report_message, name="report_message"),
]
desk = [
    path("reports/", talk_desk.talk_reports, name="talk_reports"),
    path("reports/<uuid:pk>/", talk_desk.talk_report, name="talk_report"),
    path("looks/", talk_desk.talk_looks, name="talk_looks"),
    path("looks/<uuid:pk>/", talk_desk.talk_look, name="talk_look"),
]
cohorts = [
    path("new/", views.new_cohort, name="new_cohort"),
    path("<slug:slug>/", views.cohort, name="cohort"),
    path("<slug:slug>/rooms/", views.add_room, name="add_room"),
    path("<slug:slug>/people/", views.enroll, name="enroll"),
    path("<slug:slug>/people/<slug:handle>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:slug>/year/", year.lead, name="lead_cohort"),
    path("<slug:slug>/year/move/", year.move, name="move_cohort"),
    path("<slug:slug>/year/places/", year.places, name="cohort_places"),
    path("<slug:slug>/hours/", attendance.cohort_hours, name="cohort_hours"),
    path("<slug:slug>/hours.csv", attendance.cohort_hours_file, name="cohort_hours_file"),
    path("<slug:slug>/hours/how/", requirements.how_hours_count, name="how_hours_count"),
    path("<slug:slug>/hours/share/", requirements.set_share, name="set_share"),
    path("<slug:slug>/hours/categories/", requirements.add_category, name="add_category"),
    path("<slug:slug>/hours/categories/<int:number>/", requirements.hours_category, name="hours_category"),
    path("<slug:slug>/next-year/", year.roll_forward, name="roll_forward"),
    path("<slug:slug>/ask/", year.ask, name="ask_for_place"),
    path("<slug:slug>/requests/<slug:handle>/", year.answer, name="answer_request"),
    path("<slug:slug>/programme/", programme.programme, name="programme"),
    path("<slug:slug>/programme/new/", programme.add_milestone, name="add_milestone"),
    path("<slug:slug>/programme/progress/", programme.progress, name="programme_progress"),
    path("<slug:slug>/programme/<int:number>/", programme.milestone, name="milestone"),
    path("<slug:slug>/programme/<int:number>/done/", programme.tick_milestone, name="tick_milestone"),
    path("<slug:slug>/welcome/", programme.dismiss_welcome, name="dismiss_welcome"),
    path("<slug:slug>/zone/", live.set_zone, name="cohort_zone"),
    path("<slug:slug>/sessions/", live.sessions, name="cohort_sessions"),
    path("<slug:slug>/sessions/new/", arrange.schedule, name="schedule_session"),
    path("<slug:slug>/sessions/<uuid:pk>/", live.session, name="session"),
    path("<slug:slug>/sessions/<uuid:pk>/answer/", live.answer, name="answer_session"),
    path("<slug:slug>/sessions/<uuid:pk>/questions/", questions.questions, name="session_questions"),
    path("<slug:slug>/sessions/<uuid:pk>/questions/ask/", questions.ask, name="ask_session"),
    path("<slug:slug>/sessions/<uuid:pk>/questions/<int:number>/", questions.act, name="session_question"),
    path("<slug:slug>/sessions/<uuid:pk>/after/", attendance.after, name="session_after"),
    path("<slug:slug>/sessions/<uuid:pk>/after/keep/", attendance.keep, name="keep_after"),
    path("<slug:slug>/sessions/<uuid:pk>/after/marks/", attendance.mark, name="mark_attendance"),
    path("<slug:slug>/sessions/<uuid:pk>/word/", presence.code_word, name="code_word"),
    path("<slug:slug>/sessions/<uuid:pk>/here/", presence.type_word, name="type_word"),
    path("<slug:slug>/sessions/<uuid:pk>/minute/", presence.count_minute, name="count_minute"),
    path("<slug:slug>/sessions/<uuid:pk>/category/", presence.count_under, name="count_under"),
    path("<slug:slug>/sessions/<uuid:pk>/edit/", arrange.edit, name="edit_session"),
    path("<slug:slug>/sessions/<uuid:pk>/cancel/", arrange.cancel, name="cancel_session"),
    path("<slug:slug>/sessions/<uuid:pk>/session.ics", live.session_file, name="session_file"),
]
you = [
    path("hours/", attendance.my_hours, name="my_hours"),
    path("certificates/", certificates.my_certificates, name="my_certificates"),
    path("certificates/of/<slug:slug>/", certificates.make_certificate, name="make_certificate"),
    path("certificates/<uuid:pk>/", certificates.keep_certificate, name="keep_certificate"),
    path("certificates/<uuid:pk>/certificate.pdf", certificates.certificate_file, name="certificate_file"),
    path("calendar/", addresses.calendar_address, name="calendar_address"),
    path("calendar/revoke/", addresses.revoke_calendar, name="revoke_calendar"),
]
calendar = [path("<str:token>.ics", addresses.calendar_feed, name="calendar_feed")]
verify = [
    path("", certificates.verify, name="verify"),
    path("<str:code>/", certificates.verify_code, name="verify_code"),
]
