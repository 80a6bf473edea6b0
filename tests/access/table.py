"""Every address of the community and whom it opens to, written down by hand. An address not listed here fails the walk.

`get` and `post` are the answers to whoever may; 405 where the method is none of its.
"""

from __future__ import annotations

from uuid import uuid4

from tests.access import hours_table, later_table, library_table, rooms_table
from tests.access.ways import MEMBERS, MODERATORS, OWNERS, THRESHOLD, VISITORS, WRITERS, Way

TABLE: dict[str, Way] = {
    "home": Way(MEMBERS, get=200),
    "search": Way(MEMBERS, get=200),
    "quick_search": Way(MEMBERS, get=200),
    "help": Way(MEMBERS, get=200),
    "who_sees_me": Way(MEMBERS, get=200),
    "ground_rules": Way(VISITORS, get=200),
    "health": Way(VISITORS, get=200),
    "robots": Way(VISITORS, get=200),
    # The forum
    "forum": Way(MEMBERS, get=200),
    "forum_read": Way(MEMBERS, post=302),
    "undo_read": Way(MEMBERS, post=302),
    "spaces": Way(MEMBERS, get=200),
    "new_space": Way(MODERATORS, get=200, post=302, data={"name": "Garden", "audience": "members", "label": "stays"}),
    "space": Way(MEMBERS, get=200, of="space"),
    "space_read": Way(MEMBERS, post=302, of="space"),
    "follow_space": Way(MEMBERS, post=302, of="space", data={"level": "watch"}),
    "space_readers": Way(MEMBERS, get=200, of="space"),
    "space_settings": Way(MODERATORS, get=200, post=302, of="space", data={"name": "Commons", "label": "stays"}),
    "space_mentions": Way(MEMBERS, get=200, of="space"),
    "space_telling": Way(MEMBERS, get=200, of="space"),
    "tags": Way(MEMBERS, get=200),
    "tag": Way(MEMBERS, get=200, of="tag"),
    "follow_tag": Way(MEMBERS, post=302, of="tag", data={"level": "first"}),
    "following": Way(MEMBERS, get=200),
    "thread_tags": Way(WRITERS, get=200, post=302, of="thread", only="asker and moderators"),
    "keep_tags": Way(MODERATORS, get=200, post=302, data={"name": "Heating", "meaning": "Boilers and stoves."}),
    "keep_tag": Way(MODERATORS, get=200, post=302, of="tag", data={"name": "Leases", "meaning": "Renting a house."}),
    "retire_tag": Way(MODERATORS, post=302, of="tag"),
    "merge_tag": Way(MODERATORS, post=422, of="tag", data={"into": "nowhere"}),
    "ask": Way(
        WRITERS, get=200, post=302,
        data=lambda: {"space": "commons", "kind": "question", "title": "When?", "body": "<p>?</p>", "nonce": uuid4()},
    ),
    "similar": Way(MEMBERS, get=200),
    "thread": Way(MEMBERS, get=200, of="thread"),
    "thread_posts": Way(MEMBERS, get=200, of="thread"),
    "reply": Way(WRITERS, post=302, of="thread", data=lambda: {"body": "<p>So.</p>", "nonce": uuid4()}),
    "thread_read": Way(MEMBERS, post=204, of="thread", data={"number": 2}),
    "thread_unread": Way(MEMBERS, post=302, of="thread", data={"number": 1}),
    "ask_too": Way(WRITERS, post=302, of="thread", only="all but the asker"),
    "follow_thread": Way(MEMBERS, post=302, of="thread", data={"level": "mute"}),
    "still_open": Way(WRITERS, post=302, of="thread", only="asker"),
    "poll": Way(MEMBERS, get=200, of="polled"),
    "vote": Way(WRITERS, post=302, of="polled", data={"pick": "1"}),
    "close_poll": Way(WRITERS, post=302, of="polled", only="asker and moderators"),
    "post": Way(MEMBERS, get=200, of="post"),
    "bookmarks": Way(MEMBERS, get=200),
    "bookmark": Way(MEMBERS, get=200, post=302, of="post", data={"note": "Read again"}),
    "bookmark_message": Way(MEMBERS, get=200, post=302, of="message", data={"note": "Read again"}),
    "edit_post": Way(
        WRITERS, get=200, post=302, of="post", only="helper", data=lambda: {"body": "<p>Better.</p>", "nonce": uuid4()}
    ),
    "post_history": Way(MEMBERS, get=200, of="post"),
    "forget_versions": Way(WRITERS, post=302, of="post", only="helper and moderators"),
    "open_post": Way(WRITERS, post=302, of="post", only="helper and moderators"),
    "unmask": Way(MODERATORS, get=200, post=422, of="aliased", data={"reason": " "}),
    "decide_unmasking": Way(MODERATORS, post=302, of="aliased"),
    "split_thread": Way(WRITERS, get=200, post=422, of="thread", only="moderators", data={"space": "commons"}),
    "merge_thread": Way(WRITERS, get=200, post=422, of="thread", only="moderators", data={"into": "nowhere"}),
    "thread_order": Way(
        WRITERS, get=200, post=422, of="thread", only="moderators"
    ),
    "thread_print": Way(MEMBERS, get=200, of="thread"),
    "thread_label": Way(WRITERS, get=200, post=302, of="thread", data={"label": "stays"}, only="asker and moderators"),
    "delete_post": Way(WRITERS, post=302, of="post", only="helper and moderators"),
    "answer": Way(WRITERS, post=302, of="post", only="asker and moderators"),
    "thanks": Way(WRITERS, post=302, of="post"),
    # Talks, and what moderators see of them
    "talks": Way(MEMBERS, get=200),
    "new_talk": Way(WRITERS, get=200, post=302, data={"with": ["ron"]}),
    "talk_with": Way(WRITERS, post=302, of="person", only="all but Ben"),
    "add_to_talk": Way(WRITERS, post=302, of="several", data={"person": "cleo"}),
    "leave_talk": Way(MEMBERS, post=302, of="several"),
    "report_message": Way(
        MEMBERS, get=200, post=302, of="said", only="all but the helper", data={"reason": "It is unkind."}
    ),
    "talk_reports": Way(MODERATORS, get=200),
    "talk_report": Way(MODERATORS, get=200, post=302, of="report", data={"reason": "We talked."}),
    "talk_looks": Way(MODERATORS, get=200, post=302, data={"one": "ada", "other": "ben", "reason": "Harm"}),
    "talk_look": Way(MODERATORS, get=200, post=302, of="look", data={"agree": "1"}, only="the second moderator"),
    # Rooms and cohorts
    "rooms": Way(MEMBERS, get=200),
    "room": Way(MEMBERS, get=200, of="room"),
    "say": Way(WRITERS, post=302, of="room", data=lambda: {"body": "Hello", "nonce": uuid4()}),
    "room_unread": Way(MEMBERS, post=302, of="room", data={"seq": 1}),
    "room_readers": Way(MEMBERS, get=200, of="room"),
    "room_mentions": Way(MEMBERS, get=200, of="room"),
    "quote_room": Way(WRITERS, get=200, post=422, of="cohort room", only="facilitators and moderators"),
    "room_thread": Way(WRITERS, get=200, post=302, of="drafted", data={"title": "So it grows"}),
    "room_thread_act": Way(WRITERS, post=302, of="drafted"),
    "quoted_words": Way(MEMBERS, get=200, post=302, of="quoted", data={"choice": "named"}),
    "room_level": Way(MEMBERS, post=302, of="room", data={"level": "nothing"}),
    "new_cohort": Way(MODERATORS, get=200, post=302, data={"name": "Summer"}),
    "cohort": Way(MEMBERS, get=200, of="cohort"),
    "add_room": Way(MODERATORS, post=302, of="cohort", data={"name": "Kitchen"}),
    "enroll": Way(MODERATORS, post=302, of="cohort", data={"person": "ron", "role": "member"}),
    "withdraw": Way(MODERATORS, post=302, of="enrolled"),
    "earlier_cohorts": Way(MEMBERS, get=200),
    "lead_cohort": Way(WRITERS, get=200, of="cohort", only="facilitators and moderators"),
    "move_cohort": Way(WRITERS, post=302, of="cohort", data={"state": "alumni"}, only="moderators"),
    "cohort_places": Way(WRITERS, post=302, of="cohort", data={"places": "9"}, only="facilitators and moderators"),
    "cohort_hours": Way(WRITERS, get=200, of="cohort", only="facilitators and moderators"),
    "cohort_hours_file": Way(WRITERS, get=200, of="cohort", only="facilitators and moderators"),
    "my_hours": Way(MEMBERS, get=200),
    "roll_forward": Way(MODERATORS, get=200, post=302, of="cohort", data={"name": "Summer"}),
    "ask_for_place": Way(WRITERS, post=302, of="cohort", only="nobody"),  # in one that runs; the rest is tests/cohorts
    "answer_request": Way(
        WRITERS, post=302, of="asked", data={"answer": "yes"}, only="facilitators and moderators"
    ),
    # Live sessions
    "cohort_sessions": Way(MEMBERS, get=200, of="cohort"),
    "cohort_zone": Way(
        WRITERS, post=302, of="cohort", data={"zone": "America/Denver"}, only="facilitators and moderators"
    ),
    "schedule_session": Way(
        WRITERS, get=200, post=422, of="cohort", data={"title": ""}, only="facilitators and moderators"
    ),
    "session": Way(MEMBERS, get=200, of="session"),
    "session_file": Way(MEMBERS, get=200, of="session"),
    "answer_session": Way(WRITERS, post=302, of="session", data={"answer": "going"}, only="the enrolled"),
    # In sessions that have not begun nobody may; the rest is tests/cohorts.
    "session_after": Way(WRITERS, get=200, of="session", only="nobody"),
    "keep_after": Way(WRITERS, post=302, of="session", only="nobody"),
    "mark_attendance": Way(WRITERS, post=302, of="session", only="nobody"),
    "session_questions": Way(MEMBERS, get=200, of="session"),
    "ask_session": Way(WRITERS, post=302, of="session", data={"body": "Who has keys?"}, only="the enrolled"),
    "session_question": Way(WRITERS, post=302, of="question_to", data={"act": "vote"}, only="the enrolled"),
    "edit_session": Way(
        WRITERS, get=200, post=422, of="session", data={"title": ""}, only="facilitators and moderators"
    ),
    "cancel_session": Way(
        WRITERS, get=200, post=302, of="session", data={"reason": "Snow"}, only="facilitators and moderators"
    ),
    "calendar_address": Way(MEMBERS, get=200, post=200),
    "revoke_calendar": Way(MEMBERS, post=302),
    # People, oneself, the bell
    "people": Way(MEMBERS, get=200),
    "person": Way(MEMBERS, get=200, of="person"),
    "you": Way(MEMBERS, get=200),
    "block": Way(MEMBERS, post=302, of="person", data={"off": "1"}),
    "profile": Way(WRITERS, post=302, data={"name": "Somebody Else"}),
    "photo": Way(WRITERS, post=302),
    "privacy": Way(WRITERS, post=302),
    "appearance": Way(MEMBERS, post=302),
    "inbox": Way(MEMBERS, get=200),
    "inbox_unread": Way(MEMBERS, get=200),
    "inbox_read": Way(MEMBERS, post=302),
    "mail_settings": Way(MEMBERS, get=200, post=302, data={"pace": "never"}),
    "account_change_password": Way(MEMBERS, get=200, post=200),
    "account_set_password": Way(MEMBERS, get=302, post=302),  # they have one, and change it instead
    "account_reauthenticate": Way(THRESHOLD, get=200, post=200),
    # How one signs in: whoever did not prove lately who they are is asked first, whatever it is about.
    "mfa_index": Way(THRESHOLD, get=200),
    "second_step": Way(THRESHOLD, get=200),
    "mfa_add_webauthn": Way(THRESHOLD, get=302, post=302),
    "mfa_edit_webauthn": Way(THRESHOLD, get=302, post=302),
    "mfa_remove_webauthn": Way(THRESHOLD, get=302, post=302),
    "mfa_activate_totp": Way(THRESHOLD, get=302, post=302),
    "mfa_deactivate_totp": Way(THRESHOLD, get=404, post=404),  # they have none
    "mfa_view_recovery_codes": Way(THRESHOLD, get=404),
    "mfa_generate_recovery_codes": Way(THRESHOLD, get=302, post=302),
    "reauthenticate_code": Way(THRESHOLD, get=200, post=200),
    "mfa_reauthenticate": Way(THRESHOLD, get=302, post=302),
    "mfa_reauthenticate_webauthn": Way(THRESHOLD, get=302, post=302),
    "sessions": Way(THRESHOLD, get=200),
    "end_session": Way(THRESHOLD, post=302),
    "end_other_sessions": Way(THRESHOLD, post=302),
    # The access desk
    "desk": Way(MODERATORS, get=200),
    "desk_person": Way(MODERATORS, get=200, of="member"),
    "suspend": Way(MODERATORS, post=302, of="member", data={"until": "2999-01-01", "reason": "Rest"}),
    "remove": Way(MODERATORS, post=302, of="member", data={"reason": "Rules", "confirm": "Ben"}),
    "restore": Way(MODERATORS, post=302, of="suspended"),
    "lost_step": Way(MODERATORS, get=200, post=302, of="member", data={"reason": "She rang, and I know her voice"}),
    "set_role": Way(OWNERS, post=302, of="member", data={"role": "moderator"}),
    "invitations": Way(MODERATORS, get=200, post=302, data={"email": "new@school.test", "organization": "cedar"}),
    "revoke_invitation": Way(MODERATORS, post=302, of="invitation"),
    "organizations": Way(MODERATORS, get=200, post=302, data={"name": "Elm School"}),
    "log": Way(MODERATORS, get=200),
    "lists": Way(MODERATORS, get=200, post=422, data={"file": ""}),
    "list": Way(MODERATORS, get=200, of="list"),
    "list_columns": Way(MODERATORS, post=422, of="list", data={"email": "9"}),
    "send_list": Way(MODERATORS, post=422, of="list"),
    "drop_list": Way(MODERATORS, post=302, of="list"),
    "list_result": Way(MODERATORS, get=200, of="list"),
    "links": Way(MODERATORS, get=200, post=422, data={"label": ""}),
    "link": Way(MODERATORS, get=200, of="link"),
    "revoke_link": Way(MODERATORS, post=302, of="link"),
    "membership": Way(MODERATORS, get=200, post=302, of="organization", data={"seats_allowed": "40"}),
    "roster": Way(MODERATORS, post=302, of="organization"),
    "seats": Way(MEMBERS, get=404),
    "team": Way(MEMBERS, get=200, of="organization"),
    "confirm_seats": Way(MEMBERS, post=422, of="organization"),
    "free_seat": Way(MEMBERS, post=302, of="seat"),
    "invite_to_seat": Way(MEMBERS, post=422, of="organization"),
    "hand_over_seat": Way(MEMBERS, post=422, of="seat"),
    "seat_invitation": Way(MEMBERS, post=302, of="promise"),
    "send_again": Way(MODERATORS, post=302, of="invitation"),
    "give_seat": Way(MEMBERS, post=422, of="teammate"),  # who holds one
    "seat_manager": Way(MEMBERS, post=302, of="teammate"),
    "applications": Way(MODERATORS, get=200),
    "application_desk": Way(MODERATORS, get=200, of="application"),
    "claim_application": Way(MODERATORS, post=302, of="application"),
    "note_application": Way(MODERATORS, post=302, of="application", data={"body": "I know the school."}),
    "vote_application": Way(MODERATORS, post=302, of="application", data={"yes": "yes"}),
    "decide": Way(MODERATORS, get=200, post=200, of="decision", data={"letter": "How many?", "seen": "waiting"}),
    "questions": Way(MODERATORS, get=200),
    "add_question": Way(MODERATORS, get=200, post=302, data={"label": "Since when?", "kind": "short"}),
    "change_question": Way(MODERATORS, get=200, post=302, of="question", data={"label": "How?", "kind": "long"}),
    "retire_question": Way(MODERATORS, post=302, of="question"),
    "move_question": Way(MODERATORS, post=302, of="question"),
    "preview_questions": Way(MODERATORS, get=200),
    "set_policy": Way(OWNERS, post=302, data={"approvals_needed": "2"}),
    "vouching": Way(WRITERS, get=200, post=302, data={"email": "una@elsewhere.test", "words": "We taught together."}),
    "agreement_desk": Way(MODERATORS, get=200, post=422, data={"title": ""}),
    "drafts": Way(MEMBERS, get=200),
    "draft": Way(MEMBERS, get=422, post=422),  # only with the name of a place to write at
    "throw_away_draft": Way(MEMBERS, post=302),
    "words": Way(THRESHOLD, get=200, post=302),
    "archive": Way(THRESHOLD, get=200, of="archive"),
    "leave": Way(THRESHOLD, get=200, post=422),
    "agreement": Way(THRESHOLD, get=200, post=200),
    "policy": Way(OWNERS, get=200, post=302, data={"of": ["moderator"], "days": "14"}),
    "sign_ins": Way(OWNERS, get=200),
    "add_sign_in": Way(OWNERS, get=200, post=422, data={"name": ""}),
    "change_sign_in": Way(OWNERS, get=200, post=422, of="sign_in", data={"name": ""}),
    "close_sign_in": Way(OWNERS, post=302, of="sign_in"),
    # Coming in and going
    "mail_off": Way(VISITORS, get=404, post=404),  # with a token nobody signed; the rest is tests/notifications
    "apply": Way(VISITORS, get=200, post=422),
    "apply_code": Way(VISITORS, get=404, post=404),
    "apply_lost": Way(VISITORS, get=200, post=422),
    "application": Way(VISITORS, get=404),
    "application_answer": Way(VISITORS, post=404),
    "application_withdraw": Way(VISITORS, post=404),
    "join_by_link": Way(VISITORS, get=404, post=404),
    "calendar_feed": Way(VISITORS, get=404),  # with a token that was never made; the rest is tests/cohorts
    "invitation": Way(VISITORS, get=404, post=404),  # with a token that was never sent; the rest is tests/moderation
    "account_request_login_code": Way(VISITORS, get=200, post=200, signed_in=(302, 302)),
    "account_confirm_login_code": Way(VISITORS, get=302, post=302),
    "account_login": Way(VISITORS, get=200, post=200, signed_in=(302, 302)),
    "mfa_login_webauthn": Way(VISITORS, get=302, post=302),
    "mfa_authenticate": Way(VISITORS, get=302, post=302),
    "district": Way(VISITORS, get=200, post=422),
    "district_start": Way(VISITORS, post=404),  # of a district that never was; the rest is tests/members
    "district_back": Way(VISITORS, get=404),
    "district_answer": Way(VISITORS, post=404),
    "district_finish": Way(VISITORS, get=404),
    "district_metadata": Way(VISITORS, get=404),
    "account_reset_password": Way(VISITORS, get=200, post=200),
    "account_confirm_password_reset_code": Way(VISITORS, get=302, post=302),
    "account_complete_password_reset": Way(VISITORS, get=302, post=302),
    "account_password_reset_completed": Way(VISITORS, get=200),
    "account_logout": Way(VISITORS, get=302, post=302, signed_in=(200, 302)),
}  # fmt: skip
# Nothing else may ever be open to somebody without an account.
TABLE |= hours_table.TABLE | later_table.TABLE | library_table.TABLE | rooms_table.TABLE
OPEN = {
    "verify", "verify_code",
    "apply", "apply_code", "apply_lost", "application", "application_answer", "application_withdraw",
    "ground_rules", "health", "robots", "mail_off", "invitation", "join_by_link", "calendar_feed",
    "account_request_login_code", "account_confirm_login_code", "account_login", "account_logout",
    "account_reset_password", "account_confirm_password_reset_code", "account_complete_password_reset",
    "account_password_reset_completed", "mfa_login_webauthn", "mfa_authenticate", "district", "district_start",
    "district_back", "district_answer", "district_finish", "district_metadata",
}  # fmt: skip
# Posted to by other sites and mail programs, so without the token of a page of ours; what is posted must be signed.
CROSS_SITE = {"district_answer", "mail_off"}
FIXED = {
    **{
        name: {"key": "never-set-up"}
        for name in ("district_start", "district_back", "district_answer", "district_finish", "district_metadata")
    },
    **{name: {"pk": 10**9} for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")},
    **{name: {"token": "never-sent"} for name in ("application", "application_answer", "application_withdraw")},
    "apply_code": {"nonce": uuid4()},
    "join_by_link": {"token": "never-made"},
    "calendar_feed": {"token": "never-made"},
    "verify_code": {"code": "never-made"},
    "invitation": {"token": "never-sent"},
    "mail_off": {"token": "never-signed"},
}
