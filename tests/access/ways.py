"""What an address is, of what things, and what each person of the cast gets there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from cohorts.models import Proposal
from community.forum.actions.polling import Wanted
from community.forum.models import Tag, Thread
from community.library.models import Brought, Collection, FieldNote, Provider, Wish
from moderation.access.audience import Surface
from moderation.models import Batch, DistrictSignIn, InvitationLink
from tests.access.scene import FLOWERS, SEES, Scene, bring
from tests.access.ways_of_talks import HEARD, ROOMS_OF_TALKS, look_in, message_at, report_in, room_at, said_at
from tests.cast import INSIDE
from tests.verbs import ask, reply

VISITORS, MEMBERS, WRITERS = Surface.VISITORS, Surface.MEMBERS, Surface.WRITERS
MODERATORS, OWNERS, THRESHOLD = Surface.MODERATORS, Surface.OWNERS, Surface.THRESHOLD
ASKERS = {"commons": "ada", "spring": "ada", "autumn": "cleo", "table": "mona"}
HELPERS = {
    "here": "ben", "commons": "ben", "spring": "ben", "autumn": "mona", "table": "olga", "pair": "ben",
    "several": "fay", "helm": "fay",
}  # fmt: skip
# Who can see what lies at each place; a person's own page is a place, too.
WHO = {
    **SEES, **HEARD, "here": INSIDE, "gone": (), "desk": ("mona", "olga"), "nobody": (), "fays": ("fay",),
    "adas": ("ada",), "bens": ("ben",),
}  # fmt: skip
LED = ("spring", "autumn", "helm")  # rooms of cohorts
FORUM, ROOMS, PEOPLE = ("commons", "spring", "autumn", "table"), ("spring", "autumn"), ("here", "gone")

EARLIER = datetime(2026, 1, 5, tzinfo=UTC)
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


def tag_of(scene: Scene) -> Tag:
    """One that is on no question."""
    return Tag.objects.get_or_create(slug="leases", defaults={"name": "Leases", "meaning": "Rented rooms."})[0]


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


def wish_of(scene: Scene) -> Wish:
    """Of Cleo's."""
    return Wish.objects.get_or_create(title="A lease", asked_by=scene.world.cleo, asked_at=EARLIER)[0]


def collection_of(scene: Scene) -> Collection:
    """One of the library, that Mona began."""
    return Collection.objects.get_or_create(title="Opening", made_by=scene.world.mona, made_at=EARLIER)[0]


def sign_in_of(scene: Scene) -> DistrictSignIn:
    """One that Olga set up."""
    facts = {
        "organization": scene.world.cedar, "name": "Cedar staff", "kind": "oidc", "domains": ["cedar.test"],
        "issuer": "https://login.cedar.test", "client_id": "community", "made_by": scene.world.olga,
    }  # fmt: skip
    return DistrictSignIn.objects.get_or_create(key="scene", defaults=facts)[0]


def aliased_in(scene: Scene, place: str) -> dict[str, Any]:
    """A reply of the helper without a name."""
    thread, helper = scene.threads[place], scene.person(HELPERS[place])
    post = thread.posts.exclude(alias="").first() or reply(helper, thread, anonymous=True)
    return {"key": thread.key, "number": post.number}


def noted_in(scene: Scene, place: str) -> dict[str, Any]:
    """What the helper told of the document there."""
    document, helper = scene.documents[place], scene.person(HELPERS[place])
    given = {"verdict": "as_is", "version": 1, "written_at": timezone.now()}
    note, _ = FieldNote.objects.get_or_create(document=document, author=helper, defaults=given)
    return {"document_id": document.pk, "pk": note.pk}


def brought_by_ben(scene: Scene) -> Brought:
    upload = bring(scene.person("ben"), "plan.png")
    return Brought.objects.get_or_create(pk=UUID(int=9), defaults={"upload": upload, "brought_at": timezone.now()})[0]


def provider_of(scene: Scene) -> Provider:
    """One on the list, which Mona suggested."""
    now = timezone.now()
    facts = {"name": "Alder Law", "about": "Leases.", "category": "legal", "suggested_by": scene.world.mona}
    dates = {"suggested_at": now, "published_at": now}
    return Provider.objects.get_or_create(pk=UUID(int=8), defaults={**facts, **dates})[0]


def reviewed_by_ben(scene: Scene, _place: str) -> dict[str, Any]:
    provider, ben = provider_of(scene), scene.person("ben")
    given = {"again": True, "written_at": timezone.now()}
    review, _ = provider.reviews.get_or_create(author=ben, defaults=given)
    return {"pk": provider.pk, "number": review.pk}


def polled_in(scene: Scene, place: str) -> dict[str, Any]:
    """A poll of the asker."""
    title = f"Which {FLOWERS[place]}?"
    thread = Thread.objects.filter(title=title).first()
    wanted = Wanted("single", ["Yes", "No"])
    made = thread or ask(scene.person(ASKERS[place]), scene.spaces[place], title, kind="poll", poll=wanted)
    return {"key": made.key}


def question_to(scene: Scene, place: str) -> dict[str, Any]:
    """A question to the session there, without a name."""
    asked, _ = scene.sessions[place].questions.get_or_create(body="When?", defaults={"at": timezone.now()})
    return {"slug": place, "pk": scene.sessions[place].pk, "number": asked.pk}


def asked_in(scene: Scene, place: str) -> dict[str, Any]:
    """Somebody from outside who asks for a place there."""
    asks = {"spring": "cleo", "autumn": "ada"}[place]
    scene.rooms[place].cohort.requests.get_or_create(
        member=scene.person(asks), defaults={"at": timezone.now(), "state": "asked"}
    )
    return {"slug": place, "handle": asks}


def made_of_words(scene: Scene, *, state: str) -> Proposal:
    """A thread that Fay makes of what was said in Spring; Ada is quoted."""
    facts = {"room": scene.rooms["spring"], "by": scene.world.fay, "state": state, "title": "So it grows"}
    pk = UUID(int={"draft": 8, "asked": 9}[state])
    facts |= dict.fromkeys(("made_at", "asked_at"), timezone.now())
    made, _ = Proposal.objects.get_or_create(pk=pk, defaults=facts)
    made.voices.get_or_create(member=scene.world.ada, defaults={"asked_at": timezone.now()})
    return made


COHORTS = {"spring": "spring", "autumn": "autumn"}
KINDS = {
    "space": Kind(FORUM, lambda s, at: {"slug": s.spaces[at].slug}, lambda: {"slug": "nowhere"}),
    "thread": Kind(FORUM, lambda s, at: {"key": s.threads[at].key}, lambda: {"key": uuid4()}),
    "post": Kind(FORUM, lambda s, at: {"key": s.threads[at].key, "number": 2}, lambda: {"key": uuid4(), "number": 2}),
    "aliased": Kind(FORUM, aliased_in, lambda: {"key": uuid4(), "number": 2}),
    "tag": Kind(("here",), lambda s, at: {"slug": tag_of(s).slug}, lambda: {"slug": "nowhere"}),
    "polled": Kind(FORUM, polled_in, lambda: {"key": uuid4()}),
    "document": Kind(
        FORUM, lambda s, at: {"document_id": s.documents[at].pk}, lambda: {"document_id": uuid4()}
    ),
    "wish": Kind(("here",), lambda s, at: {"pk": wish_of(s).pk}, lambda: {"pk": 10**9}),
    "collection": Kind(("here",), lambda s, at: {"pk": collection_of(s).pk}, lambda: {"pk": 10**9}),
    "brought": Kind(("bens",), lambda s, at: {"pk": brought_by_ben(s).pk}, lambda: {"pk": uuid4()}),
    "provider": Kind(("here",), lambda s, at: {"pk": provider_of(s).pk}, lambda: {"pk": uuid4()}),
    "reviewed": Kind(("here",), reviewed_by_ben, lambda: {"pk": uuid4(), "number": 10**9}),
    "noted": Kind(FORUM, noted_in, lambda: {"document_id": uuid4(), "pk": 10**9}),
    "file": Kind(FORUM, lambda s, at: {"upload_id": s.files[at]["post"].pk}, lambda: {"upload_id": uuid4()}),
    "room": Kind((*LED, *ROOMS_OF_TALKS), room_at, lambda: {"room_id": uuid4()}),
    "cohort room": Kind(ROOMS, room_at, lambda: {"room_id": uuid4()}),
    "led room": Kind(LED, room_at, lambda: {"room_id": uuid4()}),
    "several": Kind(("several",), room_at, lambda: {"room_id": uuid4()}),
    "message": Kind((*LED, *ROOMS_OF_TALKS), message_at, lambda: {"message_id": uuid4()}),
    "said": Kind(ROOMS_OF_TALKS, said_at, lambda: {"room_id": uuid4(), "message_id": uuid4()}),
    "report": Kind(("reports",), lambda s, at: report_in(s), lambda: {"pk": uuid4()}),
    "look": Kind(("reports",), lambda s, at: look_in(s), lambda: {"pk": uuid4()}),
    "cohort": Kind(ROOMS, lambda s, at: {"slug": at}, lambda: {"slug": "nowhere"}),
    "session": Kind(
        ROOMS, lambda s, at: {"slug": at, "pk": s.sessions[at].pk}, lambda: {"slug": "spring", "pk": uuid4()}
    ),
    "enrolled": Kind(
        ROOMS, lambda s, at: {"slug": at, "handle": {"spring": "ben", "autumn": "cleo"}[at]},
        lambda: {"slug": "nowhere", "handle": "nobody"},
    ),
    "question_to": Kind(ROOMS, question_to, lambda: {"slug": "spring", "pk": uuid4(), "number": 10**9}),
    "asked": Kind(ROOMS, asked_in, lambda: {"slug": "nowhere", "handle": "nobody"}),
    "drafted": Kind(("fays",), lambda s, at: {"pk": made_of_words(s, state="draft").pk}, lambda: {"pk": uuid4()}),
    "quoted": Kind(("adas",), lambda s, at: {"pk": made_of_words(s, state="asked").pk}, lambda: {"pk": uuid4()}),
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


def may(name: str, only: str, place: str) -> bool:
    """Of those who see what lies there, who may do this with it."""
    allowed = {
        "everybody": {name},
        "everybody in commons": {name} if place == "commons" else set(),
        "helper": {HELPERS.get(place)},
        "helper and moderators": {HELPERS.get(place), "mona", "olga"},
        "moderators": {"mona", "olga"},
        "asker": {ASKERS.get(place)},
        "all but the asker": {name} - {ASKERS.get(place)},
        "all but the helper": {name} - {HELPERS.get(place)},
        "all but Ben": {name} - {"ben"},
        "the second moderator": {"olga"},
        "asker and moderators": {ASKERS.get(place), "mona", "olga"},
        "facilitators and moderators": {"fay", "mona", "olga"},
        "nobody": set(),
        "who leads the session": {"ben", "cleo", "fay", "mona", "olga"},
        "the enrolled": {"ada", "ben", "cleo", "fay"},
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
    if way.only == "the second moderator" and method == "GET":
        return answer  # both read the question; the second decides
    return answer if may(name, way.only, place) else 403
