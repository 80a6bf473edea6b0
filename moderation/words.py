"""The log and the standings in words, for people who were there and for those who come later."""

from __future__ import annotations

VERBS = {
    "invite": ("mail", "invited"),
    "invite_again": ("mail-plus", "invited once more"),
    "revoke_invitation": ("ban", "took back the invitation of"),
    "join": ("door-open", "joined as"),
    "suspend": ("clock", "paused the access of"),
    "remove": ("user-x", "removed"),
    "restore": ("door-open", "restored the access of"),
    "set_role": ("shield", "changed the role of"),
    "enroll": ("user-plus", "enrolled"),
    "withdraw": ("user-x", "took out of a cohort"),
    "create_organization": ("building-2", "added the organization"),
    "create_cohort": ("users", "opened the cohort"),
    "add_room": ("messages-square", "opened the room"),
    "create_space": ("message-circle", "opened the space"),
    "share_document": ("library", "shared the document"),
    "add_version": ("history", "shared a new version of"),
    "delete_post": ("trash-2", "deleted a reply in"),
    "free_seat": ("user-minus", "freed the seat of"),
    "give_seat": ("user-check", "gave a seat back to"),
    "confirm_seats": ("list-checks", "confirmed the team of"),
    "ask_for_roster": ("clipboard-list", "asked who is still with"),
    "name_seat_manager": ("user-cog", "made a seat manager of"),
    "dismiss_seat_manager": ("user-cog", "took the seats out of the hands of"),
    "set_membership": ("calendar-clock", "set the membership of"),
    "publish_agreement": ("scroll-text", "published the agreement"),
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


def verb_words(verb: str) -> str:
    return VERBS[verb][1]


def verb_icon(verb: str) -> str:
    return VERBS[verb][0]


def standing_words(standing: str) -> str:
    return STANDINGS[standing]
