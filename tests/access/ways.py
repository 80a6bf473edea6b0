"""Every address of the community and whom it opens to, written down by hand. An address not listed here fails the walk.

`get` and `post` are the answers to whoever may; 405 where the method is none of its.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from moderation.access.audience import Surface
from moderation.models import Batch, DistrictSignIn, InvitationLink
from tests.access.scene import SEES, Scene
from tests.cast import INSIDE

VISITORS, MEMBERS, WRITERS = Surface.VISITORS, Surface.MEMBERS, Surface.WRITERS
MODERATORS, OWNERS, THRESHOLD = Surface.MODERATORS, Surface.OWNERS, Surface.THRESHOLD
ASKERS = {"commons": "ada", "spring": "ada", "autumn": "cleo", "table": "mona"}
HELPERS = {"commons": "ben", "spring": "ben", "autumn": "mona", "table": "olga"}
# Who can see what lies at each place; a person's own page is a place, too.
WHO = {**SEES, "here": INSIDE, "gone": (), "desk": ("mona", "olga"), "nobody": ()}
FORUM, ROOMS, PEOPLE = ("commons", "spring", "autumn", "table"), ("spring", "autumn"), ("here", "gone")

Data = Mapping[str, Any] | Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Way:
    """One address. `of` names what its ids are of (KINDS); `only` those who may do it among those who see it."""

    surface: Surface
    get: int = 405
    post: int = 405
    of: str = ""
    data: Data = field(default_factory=dict)
    only: str = "everybody"
    signed_in: tuple[int, int] | None = None  # for pages of visitors that send members away

    def answers(self, *, member: bool) -> dict[str, int]:
        get, post = self.signed_in if member and self.signed_in else (self.get, self.post)
        return {"GET": get, "POST": post}

    def body(self) -> Mapping[str, Any]:
        return self.data() if callable(self.data) else self.data


@dataclass(frozen=True, slots=True)
class Kind:
    """What an address names: the places such things lie in, their ids, and ids of things that never were."""

    places: tuple[str, ...]
    ids: Callable[[Scene, str], dict[str, Any]]
    missing: Callable[[], dict[str, Any]]


def list_of(scene: Scene) -> Batch:
    """One that Mona brought."""
    facts = {"made_by": scene.world.mona, "file_name": "list.csv", "mapping": {"email": 0}}
    table = {"header": ["Email"], "rows": [[2, "ina@school.test"]], "notes": []}
    return Batch.objects.get_or_create(pk=UUID(int=7), defaults={**facts, "table": table})[0]


def link_of(scene: Scene) -> InvitationLink:
    """One that Mona made."""
    now = timezone.now()
    facts = {
        "label": "Workshop",
        "organization": scene.world.cedar,
        "cap": 5,
        "made_by": scene.world.mona,
        "made_at": now,
    }
    hashed = {"token_hash": "0" * 64, "defaults": {**facts, "expires_at": now + timedelta(days=1)}}
    return InvitationLink.objects.get_or_create(**hashed)[0]


def sign_in_of(scene: Scene) -> DistrictSignIn:
    """One that Olga set up."""
    facts = {
        "organization": scene.world.cedar, "name": "Cedar staff", "kind": "oidc", "domains": ["cedar.test"],
        "issuer": "https://login.cedar.test", "client_id": "community", "made_by": scene.world.olga,
    }  # fmt: skip
    return DistrictSignIn.objects.get_or_create(key="scene", defaults=facts)[0]


COHORTS = {"spring": "spring", "autumn": "autumn"}
KINDS = {
    "space": Kind(FORUM, lambda s, at: {"slug": s.spaces[at].slug}, lambda: {"slug": "nowhere"}),
    "thread": Kind(FORUM, lambda s, at: {"key": s.threads[at].key}, lambda: {"key": uuid4()}),
    "post": Kind(FORUM, lambda s, at: {"key": s.threads[at].key, "number": 2}, lambda: {"key": uuid4(), "number": 2}),
    "document": Kind(
        FORUM, lambda s, at: {"document_id": s.documents[at].pk}, lambda: {"document_id": uuid4()}
    ),
    "file": Kind(FORUM, lambda s, at: {"upload_id": s.files[at]["post"].pk}, lambda: {"upload_id": uuid4()}),
    "room": Kind(ROOMS, lambda s, at: {"room_id": s.rooms[at].pk}, lambda: {"room_id": uuid4()}),
    "cohort": Kind(ROOMS, lambda s, at: {"slug": at}, lambda: {"slug": "nowhere"}),
    "enrolled": Kind(
        ROOMS, lambda s, at: {"slug": at, "handle": {"spring": "ben", "autumn": "cleo"}[at]},
        lambda: {"slug": "nowhere", "handle": "nobody"},
    ),
    "person": Kind(PEOPLE, lambda s, at: {"handle": {"here": "ben", "gone": "rex"}[at]}, lambda: {"handle": "nobody"}),
    "member": Kind(("here",), lambda s, at: {"handle": "ben"}, lambda: {"handle": "nobody"}),
    "suspended": Kind(("here",), lambda s, at: {"handle": "sue"}, lambda: {"handle": "nobody"}),
    "organization": Kind(("desk",), lambda s, at: {"slug": "cedar"}, lambda: {"slug": "nowhere"}),
    "seat": Kind(
        ("desk",), lambda s, at: {"slug": "cedar", "pk": s.world.ben.seats.get().pk},
        lambda: {"slug": "cedar", "pk": 10**9},
    ),
    "list": Kind(("desk",), lambda s, at: {"pk": list_of(s).pk}, lambda: {"pk": uuid4()}),
    "archive": Kind(("nobody",), lambda s, at: {"pk": uuid4()}, lambda: {"pk": uuid4()}),
    "link": Kind(("desk",), lambda s, at: {"pk": link_of(s).pk}, lambda: {"pk": 10**9}),
    "promise": Kind(
        ("desk",), lambda s, at: {"slug": s.invitation.organization.slug, "pk": s.invitation.pk},
        lambda: {"slug": "cedar", "pk": 10**9},
    ),
    "teammate": Kind(
        ("desk",), lambda s, at: {"slug": "cedar", "handle": "ben"}, lambda: {"slug": "cedar", "handle": "nobody"}
    ),
    "application": Kind(("desk",), lambda s, at: {"pk": s.application.pk}, lambda: {"pk": uuid4()}),
    "decision": Kind(
        ("desk",), lambda s, at: {"pk": s.application.pk, "act": "ask"}, lambda: {"pk": uuid4(), "act": "ask"}
    ),
    "question": Kind(("desk",), lambda s, at: {"pk": s.question.pk}, lambda: {"pk": 10**9}),
    "sign_in": Kind(("desk",), lambda s, at: {"pk": sign_in_of(s).pk}, lambda: {"pk": 10**9}),
    "invitation": Kind(("here",), lambda s, at: {"pk": s.invitation.pk}, lambda: {"pk": 10**9}),
}  # fmt: skip

TABLE: dict[str, Way] = {
    "home": Way(MEMBERS, get=200),
    "search": Way(MEMBERS, get=200),
    "help": Way(MEMBERS, get=200),
    "who_sees_me": Way(MEMBERS, get=200),
    "ground_rules": Way(VISITORS, get=200),
    "health": Way(VISITORS, get=200),
    "robots": Way(VISITORS, get=200),
    # The forum
    "forum": Way(MEMBERS, get=200),
    "spaces": Way(MEMBERS, get=200),
    "new_space": Way(MODERATORS, get=200, post=302, data={"name": "Garden", "audience": "members"}),
    "space": Way(MEMBERS, get=200, of="space"),
    "space_read": Way(MEMBERS, post=302, of="space"),
    "space_readers": Way(MEMBERS, get=200, of="space"),
    "space_mentions": Way(MEMBERS, get=200, of="space"),
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
    "post": Way(MEMBERS, get=200, of="post"),
    "edit_post": Way(
        WRITERS, get=200, post=302, of="post", only="helper", data=lambda: {"body": "<p>Better.</p>", "nonce": uuid4()}
    ),
    "delete_post": Way(WRITERS, post=302, of="post", only="helper and moderators"),
    "answer": Way(WRITERS, post=302, of="post", only="asker and moderators"),
    "thanks": Way(WRITERS, post=302, of="post"),
    # Rooms and cohorts
    "rooms": Way(MEMBERS, get=200),
    "room": Way(MEMBERS, get=200, of="room"),
    "say": Way(WRITERS, post=302, of="room", data=lambda: {"body": "Hello", "nonce": uuid4()}),
    "room_unread": Way(MEMBERS, post=302, of="room", data={"seq": 1}),
    "room_mentions": Way(MEMBERS, get=200, of="room"),
    "new_cohort": Way(MODERATORS, get=200, post=302, data={"name": "Summer"}),
    "cohort": Way(MEMBERS, get=200, of="cohort"),
    "add_room": Way(MODERATORS, post=302, of="cohort", data={"name": "Kitchen"}),
    "enroll": Way(MODERATORS, post=302, of="cohort", data={"person": "ron", "role": "member"}),
    "withdraw": Way(MODERATORS, post=302, of="enrolled"),
    # The library and files
    "library": Way(MEMBERS, get=200),
    "share": Way(MODERATORS, get=200, post=422, data={"title": "Without a file"}),
    "document": Way(MEMBERS, get=200, of="document"),
    "add_version": Way(MODERATORS, post=422, of="document", data={"note": "Without a file"}),
    "upload": Way(WRITERS, post=422),
    "file": Way(MEMBERS, get=200, of="file"),
    "file_thumb": Way(MEMBERS, get=200, of="file"),
    # People, oneself, the bell
    "people": Way(MEMBERS, get=200),
    "person": Way(MEMBERS, get=200, of="person"),
    "you": Way(MEMBERS, get=200),
    "profile": Way(WRITERS, post=302, data={"name": "Somebody Else"}),
    "appearance": Way(MEMBERS, post=302),
    "inbox": Way(MEMBERS, get=200),
    "inbox_unread": Way(MEMBERS, get=200),
    "inbox_read": Way(MEMBERS, post=302),
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
    "apply": Way(VISITORS, get=200, post=422),
    "apply_code": Way(VISITORS, get=404, post=404),
    "apply_lost": Way(VISITORS, get=200, post=422),
    "application": Way(VISITORS, get=404),
    "application_answer": Way(VISITORS, post=404),
    "application_withdraw": Way(VISITORS, post=404),
    "join_by_link": Way(VISITORS, get=404, post=404),
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
OPEN = {
    "apply", "apply_code", "apply_lost", "application", "application_answer", "application_withdraw",
    "ground_rules", "health", "robots", "invitation", "join_by_link",
    "account_request_login_code", "account_confirm_login_code", "account_login", "account_logout",
    "account_reset_password", "account_confirm_password_reset_code", "account_complete_password_reset",
    "account_password_reset_completed", "mfa_login_webauthn", "mfa_authenticate", "district", "district_start",
    "district_back", "district_answer", "district_finish", "district_metadata",
}  # fmt: skip
# Posted to by other sites, so without the token of a page of ours; what is posted there must be signed.
CROSS_SITE = {"district_answer"}
FIXED = {
    **{
        name: {"key": "never-set-up"}
        for name in ("district_start", "district_back", "district_answer", "district_finish", "district_metadata")
    },
    **{name: {"pk": 10**9} for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")},
    **{name: {"token": "never-sent"} for name in ("application", "application_answer", "application_withdraw")},
    "apply_code": {"nonce": uuid4()},
    "join_by_link": {"token": "never-made"},
    "invitation": {"token": "never-sent"},
}


def may(name: str, only: str, place: str) -> bool:
    """Of those who see what lies there, who may do this with it."""
    allowed = {
        "everybody": {name},
        "helper": {HELPERS.get(place)},
        "helper and moderators": {HELPERS.get(place), "mona", "olga"},
        "asker and moderators": {ASKERS.get(place), "mona", "olga"},
    }
    return name in allowed[only]


def expected(way: Way, method: str, name: str, place: str) -> int:
    """The status this person gets: first the gate, then the method, then the thing, then the rule."""
    answer = way.answers(member=name != "vera")[method]
    if way.surface is VISITORS:
        return answer
    if name == "vera":
        return 302
    if name not in INSIDE:
        return 403
    if (way.surface is MODERATORS and name not in {"mona", "olga"}) or (way.surface is OWNERS and name != "olga"):
        return 404
    if way.surface is WRITERS and name == "ron":
        return 403
    if answer == 405:
        return 405
    if place and name not in WHO.get(place, ()):
        return 404
    return answer if may(name, way.only, place) else 403
