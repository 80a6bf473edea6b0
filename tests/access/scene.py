"""What lies behind the doors: in each place the same things, and in their words the name of a flower.

Whoever reads a flower's name without being allowed into its place has found a leak.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from cohorts.models import Message, Room, Session
from cohorts.talks import actions as talks
from community.files import actions as files
from community.files.models import Upload
from community.forum.models import Post, Space, Thread
from community.library import actions as library
from community.library.models import Document, Version
from community.library.preview import Preview
from community.members.models import Member
from moderation.access.standing import Audience
from moderation.actions import invite
from moderation.models import Application, Invitation, Question
from tests.cast import INSIDE, OUTSIDE, World, grants
from tests.verbs import ask, reply, say

PLACES = ("commons", "spring", "autumn", "table")
FLOWERS = {"commons": "Marigold", "spring": "Saxifrage", "autumn": "Hellebore", "table": "Wolfsbane"}
NAMES = {"spring": ("Spring cohort", "Spring room", "Spring space"), "autumn": ("Autumn cohort", "Autumn room")}
TALKING = ("Foxglove", "Larkspur")
TALKING_TO = {"Foxglove": ("ada", "ben"), "Larkspur": ("ada", "fay", "ron")}  # moderators are in no talk
SEES: dict[str, tuple[str, ...]] = {
    "commons": INSIDE,
    "spring": ("ada", "ben", "fay", "mona", "olga", "ron"),
    "autumn": ("cleo", "mona", "olga"),
    "table": ("mona", "olga"),
    "talk": ("ada", "ben"),
    "helm": ("fay", "mona", "olga"),
}
HELM = ("Snowdrop", "Helm room")  # of those who lead Spring
EVERYBODY = (*INSIDE, *OUTSIDE)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc00000030101"
    "00c9fe92ef0000000049454e44ae426082"
)


@dataclass(slots=True)
class Scene:
    """One of each thing in each place; messages only where there are rooms."""

    world: World
    spaces: dict[str, Space] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    openings: dict[str, Post] = field(default_factory=dict)
    replies: dict[str, Post] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)  # of cohorts, in an hour
    files: dict[str, dict[str, Upload]] = field(default_factory=dict)  # place → post, version, page, message
    loose: dict[str, Upload] = field(default_factory=dict)  # by whose it is
    invitations: list[Invitation] = field(default_factory=list)

    talk: Room = field(default_factory=Room)  # of Ada and Ben
    table: Room = field(default_factory=Room)  # a talk of Ada, Fay and Ron
    told: Message = field(default_factory=Message)  # by Ben in the talk of two
    helm: Room = field(default_factory=Room)  # of those who lead Spring
    steered: Message = field(default_factory=Message)  # by Fay there

    application: Application = field(default_factory=Application)
    question: Question = field(default_factory=Question)

    @property
    def invitation(self) -> Invitation:
        return self.invitations[0]

    def person(self, name: str) -> Member:
        return self.world.people[name]


def build(world: World) -> Scene:
    scene = Scene(world, rooms={"spring": world.room, "autumn": world.other_room})
    autumn = Space.objects.create(slug="fall", name="Autumn space", audience=Audience.COHORT, cohort=world.autumn)
    scene.spaces = {"commons": world.commons, "spring": world.spring_space, "autumn": autumn, "table": world.table}
    for place, asker, helper in (
        ("commons", world.ada, world.ben),
        ("spring", world.ada, world.ben),
        ("autumn", world.cleo, world.mona),
        ("table", world.mona, world.olga),
    ):
        write_in(scene, place, asker, helper)
    for place, speaker in (("spring", world.ben), ("autumn", world.cleo)):
        speak_in(scene, place, speaker)
        meet_in(scene, place, speaker)
    scene.invitations.append(invite(grants(world.mona), email="ina@school.test", organization=world.dune))
    scene.application = Application.objects.create(
        email="nadia@wren.test", name="Nadia Belmont", school="Wren Street School", state="ID", stage="waiting",
        nonce=uuid4(), submitted_at=timezone.now(),
        answers=[{"key": "role", "label": "Who are you?", "kind": "short", "answer": "Its founder"}],
    )  # fmt: skip
    scene.question = Question.objects.create(key="scene", kind="short", label="Since when?")
    talk_in(scene)
    lead_in(scene)
    scene.loose = {name: bring(scene.person(name), f"loose of {name}.png") for name in ("ada", "cleo", "rex")}
    return scene


def write_in(scene: Scene, place: str, asker: Member, helper: Member) -> None:
    flower = FLOWERS[place]
    brought = bring(helper, f"{flower} post.png")
    thread = ask(asker, scene.spaces[place], title=f"How does {flower} grow?", body=f"<p>My {flower} is small.</p>")
    reply(helper, thread, f"<p>Water the {flower}.</p>", attachments=[brought.pk])
    posts = Post.objects.select_related("thread__space", "thread__author", "author").filter(thread=thread)
    scene.openings[place], scene.replies[place] = posts.order_by("number")
    scene.threads[place] = scene.replies[place].thread
    scene.documents[place], version, page = share(scene, place)
    scene.files[place] = {"post": again(brought), "version": version, "page": page}


def share(scene: Scene, place: str) -> tuple[Document, Upload, Upload]:
    """A document as the library keeps it, without waiting for a preview to be drawn."""
    mona, space, now = scene.world.mona, scene.spaces[place], timezone.now()
    document = Document.objects.create(
        title=f"{FLOWERS[place]} handbook", summary=f"About {FLOWERS[place]}", category="handbooks",
        audience=space.audience, cohort_id=space.cohort_id, shared_by=mona, created_at=now, updated_at=now,
    )  # fmt: skip
    upload = bring(mona, f"{FLOWERS[place]} handbook.pdf", kind="pdf", media_type="application/pdf")
    made = Preview(html=f"<p>{FLOWERS[place]}</p>", pages=[PIXEL], extent="1 page")
    version: Version = library.add(document, mona.pk, upload, made, note=FLOWERS[place])
    return document, upload, Upload.objects.get(pk=version.preview_pages[0])


def speak_in(scene: Scene, place: str, speaker: Member) -> None:
    brought = bring(speaker, f"{FLOWERS[place]} message.png")
    scene.messages[place] = say(speaker, scene.rooms[place], f"The {FLOWERS[place]} blooms", attachments=(brought.pk,))
    scene.files[place]["message"] = again(brought)


def talk_in(scene: Scene) -> None:
    """A talk of two and one of three, each with its flower."""
    world = scene.world
    scene.talk = talks.begin(grants(world.ada), [world.ben])
    brought = bring(world.ben, f"{TALKING[0]} talk.png")
    scene.told = say(world.ben, scene.talk, f"Only you: {TALKING[0]}", attachments=(brought.pk,))
    scene.files["talk"] = {"message": again(brought)}
    scene.table = talks.begin(grants(world.ada), [world.fay, world.ron], name=f"{TALKING[1]} growers")
    say(world.fay, scene.table, f"Among us: {TALKING[1]}")
    scene.talk.refresh_from_db()
    scene.table.refresh_from_db()


def lead_in(scene: Scene) -> None:
    """A room for those who lead Spring, with its flower."""
    fay = scene.world.fay
    scene.helm = Room.objects.create(cohort=scene.world.spring, slug="helm", name=HELM[1], kind="leaders", position=9)
    brought = bring(fay, f"{HELM[0]} lead.png")
    scene.steered = say(fay, scene.helm, f"Who leads: {HELM[0]}", attachments=(brought.pk,))
    scene.files["helm"] = {"message": again(brought)}
    scene.helm.refresh_from_db()


def meet_in(scene: Scene, place: str, host: Member) -> None:
    """A live session with a meeting link, tomorrow."""
    flower = FLOWERS[place]
    scene.sessions[place] = Session.objects.create(
        cohort=scene.rooms[place].cohort, title=f"The {flower} hour", agenda_html=f"<p>Where {flower} grows</p>",
        link=f"https://meet.test/{flower}", starts_at=timezone.now() + timedelta(days=1), host=host, made_by=host,
    )  # fmt: skip


def bring(owner: Member, name: str, *, kind: str = "image", media_type: str = "image/png") -> Upload:
    """A loose file with its bytes and a thumbnail where files lie."""
    return Upload.objects.create(
        owner=owner, name=name, kind=kind, media_type=media_type, size=len(PIXEL), sha256="0" * 64,
        place=files.write(PIXEL), thumb_place=files.write(PIXEL), width=1, height=1,
    )  # fmt: skip


def lay_files(scene: Scene) -> None:
    """Where rows are written once for many tests: the bytes that an earlier test had removed."""
    uploads = [*scene.loose.values(), *(upload for kinds in scene.files.values() for upload in kinds.values())]
    for place in (place for upload in uploads for place in (upload.place, upload.thumb_place)):
        path = Path(settings.MEDIA_ROOT) / place
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(PIXEL)


def again(upload: Upload) -> Upload:
    """As it is stored now that it hangs somewhere."""
    return Upload.objects.get(pk=upload.pk)


def secrets_from(name: str) -> list[str]:
    """Every word this person must not meet anywhere."""
    hidden = [place for place in PLACES if name not in SEES[place]]
    words = [word for place in hidden for word in (FLOWERS[place], *NAMES.get(place, ()))]
    words += [] if name in SEES["helm"] else HELM
    return words + [flower for flower, heard in TALKING_TO.items() if name not in heard]


def stored_at(upload: Upload) -> Path:
    return Path(settings.MEDIA_ROOT) / upload.place
