"""What the pages of the library beside its gallery ask of the database: never more with more rows."""

from __future__ import annotations

from django.utils import timezone

from community.forum.models import Thread
from community.library.models import AskedAbout, Document, Lineage, Provider, Voice, Wish
from tests.budgets.counting import asked, gone_again, keeps
from tests.cast import World, person
from tests.forum.filling import threads
from tests.library.shelving import shelve
from tests.verbs import signed_in

# Beside the one that every page begins with: whose session is it, and at what epoch.
PAGES = {"our shelf": 5, "wishes": 5, "providers": 5, "provider": 6, "document, asked about and adapted": 9}
FEW, MANY = 4, 45


def settle(world: World, size: int) -> dict[str, str]:
    now, original = timezone.now(), shelve(world.mona, "Handbook")
    facts = {"about": "Leases.", "category": "legal", "suggested_by": world.mona, "suggested_at": now}
    for number in range(size):
        ours = shelve(world.ben, f"Ours {number}", shelf=world.cedar)
        lineage(original, ours)
        provider = Provider.objects.create(name=f"Alder {number}", published_at=now, **facts)
        Provider.objects.create(name=f"Birch {number}", **(facts | {"suggested_by": world.ada}))
        wish = Wish.objects.create(title=f"A lease {number}", asked_by=world.ben, asked_at=now, voices=1)
        Voice.objects.create(wish=wish, member=world.ben, at=now)
    threads(world.ben, world.commons, size)
    AskedAbout.objects.bulk_create(
        AskedAbout(document=original, thread=one.key, at=now) for one in Thread.objects.all()
    )
    for number in range(size):
        colleague = person(f"col{number}", world.cedar)
        provider.reviews.create(author=colleague, again=True, words="They answer.", written_at=now)
    return {
        "our shelf": "/library/ours/", "wishes": "/library/requests/", "providers": "/library/providers/",
        "provider": f"/library/providers/{provider.pk}/",
        "document, asked about and adapted": f"/library/{original.pk}/",
    }  # fmt: skip


def lineage(original: Document, ours: Document) -> None:
    Lineage.objects.create(
        document=ours, parent=original, root=original, organization_id=ours.shelf_id, from_number=1,
        at=timezone.now(),
    )  # fmt: skip


def statements_of(world: World, size: int) -> dict[str, list[str]]:
    with gone_again(settle, world, size) as places:
        return {page: asked(signed_in(world.ada), at) for page, at in places.items()}


def test_every_page_of_the_library_keeps_its_budget_however_much_there_is(world: World) -> None:
    few, many = (statements_of(world, size) for size in (FEW, MANY))
    keeps(PAGES, few, many)
