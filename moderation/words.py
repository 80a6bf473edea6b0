"""The log and the standings in words, for people who were there and for those who come later."""

from __future__ import annotations

from datetime import timedelta

VERBS = {
    "invite": ("mail", "invited"),
    "invite_again": ("mail-plus", "invited once more"),
    "revoke_invitation": ("ban", "took back the invitation of"),
    "make_link": ("link-2", "made an invitation link for"),
    "revoke_link": ("ban", "took back the invitation link"),
    "send_batch": ("mail-plus", "invited from the list"),
    "leave": ("log-out", "left:"),
    "join": ("door-open", "joined as"),
    "suspend": ("clock", "paused the access of"),
    "remove": ("user-x", "removed"),
    "restore": ("door-open", "restored the access of"),
    "reset_second_step": ("lock-open", "took away the second step of"),
    "set_role": ("shield", "changed the role of"),
    "enroll": ("user-plus", "enrolled"),
    "withdraw": ("user-x", "took out of a cohort"),
    "create_organization": ("building-2", "added the organization"),
    "create_cohort": ("users", "made the cohort"),
    "cohort_open": ("door-open", "opened for requests the cohort"),
    "cohort_running": ("calendar-days", "began the year of the cohort"),
    "cohort_alumni": ("history", "ended the year of the cohort"),
    "cohort_archived": ("lock", "archived the cohort"),
    "roll_forward": ("move-right", "made for another year the cohort"),
    "set_places": ("users", "set the places of the cohort"),
    "ask_quoted": ("text-quote", "asked those quoted for a thread made of the room"),
    "publish_talk": ("text-quote", "published a thread made of the room"),
    "put_in_line": ("hourglass", "put on the waiting list of a cohort"),
    "decline_place": ("circle-x", "gave no place in a cohort to"),
    "close_report": ("flag", "closed a report of a message of"),
    "ask_look": ("search", "asked to look into the talk of"),
    "agree_look": ("eye", "agreed to a look into the talk of"),
    "decline_look": ("eye-off", "did not agree to a look into the talk of"),
    "add_room": ("messages-square", "opened the room"),
    "set_room_kind": ("messages-square", "changed the kind of the room"),
    "set_room_keeping": ("timer", "changed how long words are kept in the room"),
    "forget_old": ("trash-2", "chose that old messages are deleted, and they were, in the room"),
    "set_room_since": ("history", "changed what those who join later read in the room"),
    "schedule_session": ("calendar-days", "scheduled the session"),
    "change_session": ("calendar-clock", "changed the session"),
    "cancel_session": ("circle-x", "cancelled the session"),
    "keep_after": ("sticky-note", "kept recording and notes of the session"),
    "mark_attendance": ("list-checks", "marked who was at the session"),
    "make_code_word": ("list-checks", "made a code word for the session"),
    "count_under": ("timer", "said what hours count of the session"),
    "arrange_hours": ("timer", "arranged the hours of the cohort"),
    "add_milestone": ("list-checks", "added to the program:"),
    "change_milestone": ("pencil", "changed in the program:"),
    "remove_milestone": ("circle-minus", "took out of the program:"),
    "take_away_question": ("circle-minus", "took away a question to the session"),
    "set_zone": ("globe", "set the time zone of"),
    "create_space": ("message-circle", "opened the space"),
    "share_document": ("library", "shared the document"),
    "put_out_starter": ("library", "put out the starter library:"),
    "drop_note": ("trash-2", "took away a field note of"),
    "review_document": ("badge-check", "looked through, and it still holds:"),
    "publish_document": ("library", "put into the library"),
    "decline_document": ("circle-x", "did not take into the library"),
    "begin_collection": ("list", "began the collection"),
    "drop_collection": ("trash-2", "took away the collection"),
    "answer_wish": ("circle-check", "answered the request"),
    "decline_wish": ("circle-x", "declined the request"),
    "publish_provider": ("badge-check", "put on the list of providers"),
    "change_provider": ("pencil", "changed the provider"),
    "hide_provider": ("eye-off", "hid the provider"),
    "settle_reports": ("list-checks", "looked into what was reported about"),
    "drop_review": ("trash-2", "took away what was said of"),
    "add_version": ("history", "shared a new version of"),
    "delete_post": ("trash-2", "deleted a reply in"),
    "forget_versions": ("history", "dropped earlier words of a post in"),
    "open_post": ("square-pen", "let everybody edit a post in"),
    "close_post": ("lock", "ended that everybody edits a post in"),
    "ask_who_wrote": ("eye", "asked who wrote as"),
    "agree_who_wrote": ("eye", "agreed to find out who wrote as"),
    "decline_who_wrote": ("eye-off", "did not agree to find out who wrote as"),
    "close_thread": ("lock", "closed"),
    "open_thread": ("lock-open", "opened again"),
    "close_poll": ("lock", "closed the poll"),
    "pin_thread": ("pin", "pinned"),
    "unpin_thread": ("pin-off", "took the pin from"),
    "label_thread": ("megaphone", "changed how far may go:"),
    "label_space": ("megaphone", "changed how far words may go from"),
    "change_space": ("pencil", "changed the space"),
    "move_thread": ("move-right", "moved"),
    "split_thread": ("split", "split replies off"),
    "merge_thread": ("merge", "merged"),
    "tag_thread": ("tag", "chose the tags of"),
    "make_tag": ("tag", "made the tag"),
    "change_tag": ("tag", "changed the tag"),
    "retire_tag": ("archive", "retired the tag"),
    "bring_back_tag": ("rotate-ccw", "brought back the tag"),
    "merge_tag": ("merge", "merged the tag"),
    "free_seat": ("user-minus", "freed the seat of"),
    "give_seat": ("user-check", "gave a seat back to"),
    "confirm_seats": ("list-checks", "confirmed the team of"),
    "ask_for_roster": ("clipboard-list", "asked who is still with"),
    "name_seat_manager": ("user-cog", "made a seat manager of"),
    "dismiss_seat_manager": ("user-cog", "took the seats out of the hands of"),
    "set_membership": ("calendar-clock", "set the membership of"),
    "publish_agreement": ("scroll-text", "published the agreement"),
    "claim_application": ("hand", "took in hand the application of"),
    "release_application": ("undo-2", "handed back the application of"),
    "note_application": ("sticky-note", "wrote a note about"),
    "vote_yes": ("thumbs-up", "would admit"),
    "vote_no": ("circle-minus", "would not admit"),
    "ask_applicant": ("circle-help", "asked a question of"),
    "waitlist": ("hourglass", "put on the waiting list"),
    "decline": ("circle-x", "declined"),
    "admit": ("door-open", "admitted"),
    "add_question": ("circle-plus", "added to the application:"),
    "change_question": ("pencil", "changed in the application:"),
    "retire_question": ("circle-minus", "took out of the application:"),
    "move_question": ("list-ordered", "moved in the application:"),
    "set_policy": ("sliders-horizontal", "changed how people come in, at"),
    "set_second_step": ("shield-check", "changed whose sign-in needs a second step, at"),
    "add_sign_in": ("log-in", "set up the district sign-in"),
    "change_sign_in": ("log-in", "changed the district sign-in"),
    "close_sign_in": ("ban", "closed the district sign-in"),
    "vouch": ("hand-heart", "vouched for"),
    "found": ("house", "founded the community:"),
}
STANDINGS = {
    "applicant": "Applicants",
    "invited": "Invited",
    "active": "Active",
    "read_only": "Read-only",
    "suspended": "Paused",
    "removed": "Removed",
    "left": "Left",
}

# stage → (as a name, as what happened to an application, its sign)
STAGES = {
    "waiting": ("Waiting", "is waiting again", "clock"),
    "asked": ("Asked", "was asked a question", "circle-help"),
    "waitlisted": ("Waiting list", "was put on the waiting list", "hourglass"),
    "admitted": ("Admitted", "was admitted", "circle-check"),
    "declined": ("Declined", "was declined", "circle-x"),
    "withdrawn": ("Withdrawn", "was withdrawn by the applicant", "undo-2"),
}
HOUR, DAY = 3_600, 86_400


def verb_words(verb: str) -> str:
    return VERBS[verb][1]


def verb_icon(verb: str) -> str:
    return VERBS[verb][0]


def standing_words(standing: str) -> str:
    return STANDINGS[standing]


def stage_name(stage: str) -> str:
    return STAGES[stage][0]


def stage_words(stage: str) -> str:
    """What became of an application: "was admitted"."""
    return STAGES[stage][1]


def stage_icon(stage: str) -> str:
    return STAGES[stage][2]


def about(wait: timedelta) -> str:
    """How long it usually takes, as one says it: less than a day, about 3 days, about 2 weeks."""
    seconds = wait.total_seconds()
    if seconds < 2 * HOUR:
        return "an hour or two"
    if seconds < 20 * HOUR:
        return "less than a day"
    days = round(seconds / DAY)
    if days <= 1:
        return "about a day"
    return f"about {days} days" if days < 14 else f"about {round(days / 7)} weeks"
