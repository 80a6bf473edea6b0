"""What pages are drawn with: the functions of templates, pieces drawn once, queries composed once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jinja2
import pytest
from django.db.models import Case, Value, When
from django.template.loader import get_template
from django.urls import NoReverseMatch
from django.utils import timezone

from cohorts.models import Room
from community import templating
from community.composed import Composed
from community.drawn import Drawn, fresh, today
from community.forum.models import Thread
from community.members.models import HUES, Member
from community.places import place
from moderation.access.grants import Grants
from moderation.access.standing import Role
from tests.cast import World, grants
from tests.verbs import ask

# ---- functions of templates ------------------------------------------------------------------


def draw(source: str, **given: Any) -> str:
    environment: jinja2.Environment = get_template("errors/page.html", using="jinja2").backend.env
    return environment.from_string(source).render(**given)


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("{{ url('home') }}", "/"),
        ("{{ url('desk', q='') }}", "/moderation/"),
        ("{{ url('desk', q='a & b/ü', standing='left') }}", "/moderation/?q=a%20%26%20b/%C3%BC&amp;standing=left"),
        ("{{ 1|plural('reply', 'replies') }} {{ 0|plural('reply', 'replies') }}", "1 reply 0 replies"),
        ("{{ 1200|plural('seat') }}", "1,200 seats"),
        ("{{ 0|size }} {{ 1|size }} {{ 48_400|size }} {{ 2_100_000|size }}", "1 kB 1 kB 48 kB 2.1 MB"),
        ("{{ kind_words('excel') }} {{ kind_words('else') }}", "Excel File"),
        ("{{ 'Maria Lopez'|initials }} {{ 'Ada'|initials }} {{ ''|initials }}", "ML A ?"),
        ("{{ {'author__organization__name': 'Elm', 'author__organization__state': 'NM'}|person }}", "Elm, NM"),
        ("{{ {'organization__name': none}|person('') }}", ""),
        ("{{ '<b>'|excerpt(9) }}", "&lt;b&gt;"),
        ("{{ (' ' is blank, 'x' is blank) }}", "(True, False)"),
        ("{{ pairs([], 'a', 'b') }}", "[]"),
        ("{{ community }}", "Center community"),
    ],
)  # fmt: skip
def test_what_templates_can_say(source: str, drawn: str) -> None:
    assert draw(source) == drawn


def test_a_page_that_names_what_is_not_there_fails_aloud() -> None:
    with pytest.raises(jinja2.UndefinedError):
        draw("{{ nobody.name }}")


def test_a_time_has_a_form_for_machines_one_in_words_and_one_in_full() -> None:
    at = datetime(2020, 5, 12, 15, 14, tzinfo=UTC)
    with timezone.override("America/Denver"):
        drawn = draw("{{ time(at, 'small') }}", at=at)
    assert drawn == (
        '<time datetime="2020-05-12T15:14:00Z" title="Tuesday, May 12, 2020, 9:14 am" data-when class="small">'
        "May 12, 2020</time>"
    )
    assert " class" not in draw("{{ time(at) }}", at=at)


def test_an_icon_is_decoration_and_is_made_once() -> None:
    first = templating.icon("bell")
    assert templating.icon("bell") is first
    assert 'aria-hidden="true"' in first
    assert 'class="icon icon-large"' in templating.icon("bell", "icon icon-large")


def test_a_category_has_always_the_same_hue() -> None:
    assert {templating.hue_of(category) for category in ("handbooks", "budgets", "policies", "")} <= set(HUES)
    assert templating.hue_of("budgets") == templating.hue_of("budgets")


def test_only_plain_text_is_not_escaped() -> None:
    assert [templating.is_markup(name) for name in ("a.html", None, "a.txt", "email/a.subject.txt", "txt")] == [
        True, True, False, False, True,
    ]  # fmt: skip


def test_an_address_that_is_none_fails_aloud() -> None:
    with pytest.raises(NoReverseMatch):
        place("nowhere")
    assert place("space", "commons") == place("space", "commons") == "/forum/in/commons/"


# ---- pieces ----------------------------------------------------------------------------------


class Counting(Drawn):
    """Counts instead of drawing."""

    def __init__(self, most: int) -> None:
        super().__init__("partials/_rows.html", "empty", most)
        self.times = 0

    def draw(self, *given: Any) -> Any:
        self.times += 1
        return super().draw("search", given[0]["words"])


def test_a_piece_is_drawn_once_for_all_who_see_the_same() -> None:
    pieces = Counting(10)
    drawn = [pieces({"drawn_by": (1, day), "words": "Nothing"}, flag) for day in "ab" for flag in (True, False, True)]
    assert (pieces.times, len(set(drawn))) == (4, 1)
    assert "<p>Nothing</p>" in drawn[0]


def test_a_piece_for_one_reader_alone_is_forgotten() -> None:
    pieces = Counting(10)
    for _ in range(3):
        pieces({"drawn_by": None, "words": "Mine"})
    assert (pieces.times, pieces.pieces) == (3, {})


def test_only_so_many_pieces_are_kept_the_oldest_go_first() -> None:
    pieces = Counting(2)
    for number in (1, 2, 3, 3, 2, 1):
        pieces({"drawn_by": number, "words": "x"})
    assert (pieces.times, list(pieces.pieces)) == (4, [(3,), (1,)])


def test_what_was_said_this_minute_is_fresh_and_a_day_has_a_zone() -> None:
    now = timezone.now()
    assert [fresh(now - timedelta(seconds=s)) for s in (0, 89, 91)] == [True, True, False]
    with timezone.override("Pacific/Auckland"):
        there = today()
    with timezone.override("Pacific/Honolulu"):
        assert there != today()


# ---- queries ---------------------------------------------------------------------------------


def rooms(who: Grants, **given: Any) -> Any:
    return Room.objects.filter(cohort_id__in=sorted(who.cohort_ids)).values("id", "name", "created_at")


def test_a_composed_query_finds_what_its_queryset_finds(world: World) -> None:
    composed = Composed(rooms)
    for name in ("ada", "cleo", "ben"):
        who = grants(world.people[name])
        assert composed.rows(who) == list(rooms(who))
    assert len(composed.plans) == 1  # the same shape for all three: members of one cohort


def test_nothing_is_asked_of_the_database_where_nothing_can_be(world: World, django_assert_num_queries: Any) -> None:
    composed, nobody = Composed(rooms), Grants(1)
    with django_assert_num_queries(0):
        assert composed.rows(nobody) == composed.rows(nobody) == []


def test_arguments_of_every_kind_find_their_place(world: World) -> None:
    thread = ask(world.ada, world.commons, "When?")
    composed = Composed(
        lambda who, at, key, title, number, none: Thread.objects.filter(
            created_at__lte=at, key=key, title=title, last_number=number, author_id=who.member_id, space__cohort_id=none
        ).values("title", "key", "created_at")
    )
    given = {"at": timezone.now(), "key": thread.key, "title": "When?", "number": 1, "none": None}
    who = grants(world.ada)
    assert composed.rows(who, **given) == [{"title": "When?", "key": thread.key, "created_at": thread.created_at}]
    for other in ({"at": thread.created_at - timedelta(seconds=1)}, {"key": uuid4()}, {"title": "x"}, {"number": 2}):
        assert composed.rows(who, **(given | other)) == []
    assert composed.rows(grants(world.ben), **given) == []
    assert len(composed.plans) == 1


def test_constants_of_a_query_stay_what_they_are(world: World) -> None:
    composed = Composed(
        lambda who, name: Member.objects.filter(handle=name, role=Role.MEMBER).annotate(
            mine=Case(When(pk=who.member_id, then=Value("yes")), default=Value("no"))
        ).values("handle", "mine")
    )  # fmt: skip
    assert composed.rows(grants(world.ada), name="ada") == [{"handle": "ada", "mine": "yes"}]
    assert composed.rows(grants(world.ben), name="ada") == [{"handle": "ada", "mine": "no"}]
    assert composed.rows(grants(world.ben), name="mona") == []


def test_another_role_is_another_query(world: World) -> None:
    def visible(who: Grants) -> Any:
        found = Room.objects.all() if who.role != Role.MEMBER else Room.objects.filter(cohort_id__in=who.cohort_ids)
        return found.order_by("name").values("name")

    composed = Composed(visible)
    names = {name: [row["name"] for row in composed.rows(grants(world.people[name]))] for name in ("mona", "ada")}
    assert names == {"mona": ["Autumn room", "Spring room"], "ada": ["Spring room"]}


def test_a_query_whose_text_depends_on_its_arguments_is_refused(world: World) -> None:
    """It would be right the first time and wrong for everybody after."""
    composed = Composed(lambda who, number: Room.objects.filter(last_seq=number + 1).values("id"))
    with pytest.raises(RuntimeError, match="composes another statement for other arguments"):
        composed.rows(grants(world.ada), number=3)


def test_ids_and_moments_come_back_as_python_knows_them(world: World) -> None:
    [row] = Composed(rooms).rows(grants(world.ada))
    assert (type(row["id"]), type(row["created_at"])) == (UUID, datetime)
    assert row["created_at"].tzinfo is not None
