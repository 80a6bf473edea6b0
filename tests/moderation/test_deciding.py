"""Deciding about a request: taking it in hand, opinions, the four decisions and their letters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from community.members.models import Member, Organization
from moderation import actions
from moderation.access.decision import Denied
from moderation.actions import Refused, deciding
from moderation.models import Application, AuditEntry, Invitation, Policy, Vote, Vouch
from tests.cast import World, grants, person
from tests.moderation.desk import join, token
from tests.moderation.knocking import EMAIL, link_for, link_to, mails_to, waiting
from tests.pages import Answer, text_of, typed_in
from tests.verbs import carry_out_jobs, signed_in

DESK = "/moderation/applications/"


def at(application: Application, act: str = "") -> str:
    return f"{DESK}{application.pk}/{act}"


def decide(member: Member, application: Application, act: str, **given: str) -> Answer:
    """The form of the desk, after the look."""
    start = {"letter": f"Dear Nadia, {act}.", "seen": application.stage, "send": "1"}
    start |= {"organization": "dune"} if act == "admit" else {}
    answer = signed_in(member).post(at(application, f"{act}/"), {**start, **given})
    carry_out_jobs()
    return answer


def two_must_agree() -> None:
    Policy.objects.update_or_create(id=1, defaults={"approvals_needed": 2})


# ---- the queue ------------------------------------------------------------------------------


def test_the_queue_shows_who_waits_longest_first_and_counts_the_rest(world: World) -> None:
    now = timezone.now()
    waiting("Young", submitted_at=now - timedelta(minutes=5))
    waiting("Old", submitted_at=now - timedelta(days=2))
    waiting("Never proven", stage="unproven", submitted_at=None)
    waiting("Asked", stage="asked")
    waiting("Over", stage="declined", decided_at=now)
    page = text_of(signed_in(world.mona).get(DESK))
    assert page.index(">Old<") < page.index(">Young<")
    assert "2 waiting" in page
    assert "Oldest: 2 days" in page
    assert "Never proven" not in page
    asked = text_of(signed_in(world.mona).get(f"{DESK}?stage=asked"))
    assert (">Asked</span>" in asked, ">Old<" in asked) == (True, False)
    assert ">Over<" in text_of(signed_in(world.mona).get(f"{DESK}?stage=declined"))


@pytest.mark.parametrize("stage", ["unproven", "nonsense", "x" * 200, "<script>"])
def test_no_filter_shows_what_nobody_proved(world: World, stage: str) -> None:
    hidden = waiting("Never proven", stage="unproven", submitted_at=None)
    assert "Never proven" not in text_of(signed_in(world.mona).get(DESK, {"stage": stage}))
    assert signed_in(world.mona).get(at(hidden)).status_code == 404


@pytest.mark.parametrize("stage", ["", "withdrawn"])
def test_a_long_queue_goes_on_page_after_page(world: World, stage: str) -> None:
    now = timezone.now()
    for number in range(120):
        then = now - timedelta(minutes=number)
        waiting(f"N{number:03}", email=f"n{number}@x.test", stage=stage or "waiting", submitted_at=then,
                decided_at=then if stage else None)  # fmt: skip
    client, seen, after = signed_in(world.mona), [], ""
    for _ in range(3):
        page = client.get(DESK, {"stage": stage, "after": after})
        seen += [word for word in text_of(page).replace(">", "<").split("<") if word[:1] == "N" and len(word) == 4]
        more = [line for line in text_of(page).split('href="') if line.startswith(f"{DESK}?") and "after=" in line]
        after = more[0].partition("after=")[2].partition('"')[0].replace("%3A", ":").replace("%2B", "+") if more else ""
    assert seen == sorted(seen, reverse=not stage)
    assert (len(set(seen)), after) == (120, "")


@pytest.mark.parametrize("after", ["x", "~", "2026-01-01~x", "2026-01-01T00:00:00~" + "0" * 32, "9" * 400])
def test_a_mark_that_is_none_begins_at_the_beginning(world: World, after: str) -> None:
    waiting()
    assert "Nadia Belmont" in text_of(signed_in(world.mona).get(DESK, {"after": after}))


def test_the_page_of_one_asks_the_database_as_much_for_many_as_for_one(
    world: World, django_assert_max_num_queries: Any
) -> None:
    application = waiting()
    client = signed_in(world.mona)
    client.get(at(application))
    with django_assert_max_num_queries(26):
        client.get(at(application, "admit/"))
    for number in range(40):
        waiting(f"Nadia Belmont {number}", email=f"n{number}@wren.test")
        Vouch.objects.create(sponsor=person(f"v{number}", world.cedar), email=EMAIL, words="Yes")
        deciding.note(grants(world.mona), application, f"Note {number}")
    with django_assert_max_num_queries(26):
        client.get(at(application, "admit/"))


# ---- in hand --------------------------------------------------------------------------------


def test_mona_takes_one_and_olga_sees_it_and_cannot_decide(world: World) -> None:
    application = waiting()
    assert signed_in(world.mona).post(at(application, "claim/")).status_code == 302
    assert "Mona took this" in text_of(signed_in(world.olga).get(at(application)))
    assert "Being read by a founder" in text_of(Client().get(link_to(application)))
    taken = signed_in(world.olga).post(at(application, "claim/"))
    assert (taken.status_code, "Mona has it in hand" in text_of(taken)) == (409, True)
    refused = decide(world.olga, application, "decline")
    assert (refused.status_code, typed_in(refused, "letter")) == (409, "Dear Nadia, decline.")
    assert decide(world.mona, application, "decline").status_code == 302


def test_a_claim_lapses_after_four_hours(world: World) -> None:
    application = waiting(claimed_by=world.mona, claimed_at=timezone.now() - timedelta(hours=3, minutes=59))
    with pytest.raises(Refused):
        deciding.claim(grants(world.olga), application)
    Application.objects.update(claimed_at=timezone.now() - timedelta(hours=4, minutes=1))
    assert "Waiting to be read" in text_of(Client().get(link_to(application)))
    deciding.claim(grants(world.olga), application)
    assert Application.objects.get().claimed_by == world.olga


def test_handing_back_lets_others_take_it_and_an_owner_may_take_it_away(world: World) -> None:
    application = waiting()
    moderator = person("max", world.dune, role="moderator")
    deciding.claim(grants(world.mona), application)
    with pytest.raises(Denied):
        deciding.release(grants(moderator), application)
    assert "Take it out of their hands" in text_of(signed_in(world.olga).get(at(application)))
    assert signed_in(world.olga).post(at(application, "claim/"), {"off": "1"}).status_code == 302
    deciding.release(grants(world.mona), application)
    assert [entry.verb for entry in AuditEntry.objects.order_by("id")] == ["claim_application", "release_application"]


# ---- opinions -------------------------------------------------------------------------------


def test_notes_are_for_moderators_alone(world: World) -> None:
    application = waiting()
    signed_in(world.mona).post(at(application, "note/"), {"body": "I <b>know</b> the school."})
    assert "I &lt;b&gt;know&lt;/b&gt; the school." in text_of(signed_in(world.olga).get(at(application)))
    assert "the school" not in text_of(Client().get(link_to(application))).replace("Wren Street School", "")
    assert carry_out_jobs() == 0


@pytest.mark.parametrize("body", ["", " \u200b\n", "x" * 4001])
def test_a_note_that_cannot_be_is_refused_and_stays_in_the_field(world: World, body: str) -> None:
    answer = signed_in(world.mona).post(at(waiting(), "note/"), {"body": body})
    assert (answer.status_code, typed_in(answer).strip()) == (422, body.strip())


def test_an_opinion_can_be_changed_and_counts_once(world: World) -> None:
    application = waiting()
    client = signed_in(world.mona)
    client.post(at(application, "vote/"), {"yes": "no", "reason": "Sells things."})
    client.post(at(application, "vote/"), {"yes": "yes", "reason": ""})
    vote = Vote.objects.get()
    assert (vote.yes, vote.reason) == (True, "Sells things.")
    assert client.post(at(application, "vote/"), {"yes": "perhaps"}).status_code == 422
    assert [entry.verb for entry in AuditEntry.objects.order_by("id")] == ["vote_no", "vote_yes"]


def test_where_two_must_agree_one_alone_decides_nothing(world: World) -> None:
    two_must_agree()
    application = waiting()
    alone = decide(world.mona, application, "admit")
    assert (alone.status_code, Invitation.objects.count()) == (403, 0)
    page = text_of(signed_in(world.mona).get(at(application, "admit/")))
    assert "Two moderators have to agree" in page
    deciding.vote(grants(world.olga), application, yes=True, reason="")
    assert decide(world.mona, application, "admit").status_code == 302
    assert Vote.objects.filter(yes=True).count() == 2


def test_a_moderator_who_vouched_does_not_decide_and_does_not_count(world: World) -> None:
    two_must_agree()
    application = waiting()
    Vote.objects.create(application=application, moderator=world.olga, yes=True)
    Vouch.objects.create(sponsor=world.olga, email=EMAIL, words="My cousin.")
    page = text_of(signed_in(world.mona).get(at(application)))
    assert "vouches: “My cousin.”" in page
    assert "does not count" in page
    assert decide(world.mona, application, "admit").status_code == 403
    assert decide(world.olga, application, "decline").status_code == 403
    assert Application.objects.get().stage == "waiting"


def test_the_opinion_of_somebody_who_moderates_no_more_does_not_count(world: World) -> None:
    two_must_agree()
    application = waiting()
    deciding.vote(grants(world.mona), application, yes=True, reason="")
    actions.set_role(grants(world.olga), world.mona, role="member")
    assert decide(world.olga, application, "admit").status_code == 403


# ---- the four decisions ---------------------------------------------------------------------


@pytest.mark.parametrize("act", ["admit", "ask", "waitlist", "decline"])
def test_each_letter_has_a_draft_with_everything_filled_in(world: World, act: str) -> None:
    answer = signed_in(world.mona).get(at(waiting("Pat O'Brien"), f"{act}/"))
    letter = typed_in(answer, "letter")
    assert letter.startswith("Dear Pat,")
    assert letter.endswith("\nMona")
    assert not set("{}&") & set(letter)


def test_the_mail_is_looked_at_before_it_goes(world: World) -> None:
    application = waiting()
    given = {"letter": "Dear Nadia,\n\nHow many & since when?", "seen": "waiting"}
    looked = signed_in(world.mona).post(at(application, "ask/"), given)
    assert "This is the mail" in text_of(looked)
    assert "How many &amp; since when?" in text_of(looked)
    assert (carry_out_jobs(), Application.objects.get().stage) == (0, "waiting")
    signed_in(world.mona).post(at(application, "ask/"), {**given, "send": "1"})
    carry_out_jobs()
    assert "How many & since when?" in mails_to()[0]


def test_nadia_is_asked_answers_and_waits_again(world: World) -> None:
    application = waiting(claimed_by=world.mona, claimed_at=timezone.now())
    assert decide(world.mona, application, "ask", letter="How many children?").status_code == 302
    page = link_for()
    assert "How many children?" in text_of(Client().get(page))
    empty = Client().post(f"{page}answer/", {"body": " "})
    assert (empty.status_code, "Please write your answer." in text_of(empty)) == (422, True)
    for _ in range(2):
        assert Client().post(f"{page}answer/", {"body": "Sixteen."}).status_code == 302
    assert Application.objects.get().stage == "waiting"
    assert text_of(signed_in(world.olga).get(at(application))).count("Sixteen.") == 1
    late = Client().post(f"{page}answer/", {"body": "And one more."})
    assert (late.status_code, "And one more." in text_of(late)) == (422, True)


def test_admitted_nadia_gets_the_invitation_with_the_letter_and_joins(world: World) -> None:
    application = waiting()
    Vouch.objects.create(sponsor=world.ben, email=EMAIL, words="A friend.")
    assert decide(world.mona, application, "admit", letter="Welcome!", cohort="spring").status_code == 302
    [words] = mails_to()
    assert "Welcome!" in words
    invitation = Invitation.objects.get()
    assert (invitation.application, invitation.organization, invitation.cohort) == (
        application, world.dune, world.spring,
    )  # fmt: skip
    assert "Welcome!" in text_of(Client().get(link_to(application)))
    assert join(token(), email=EMAIL, name="Nadia Belmont").status_code == 302
    member = Member.objects.get(email=EMAIL)
    assert (member.name, Vouch.objects.get().member) == ("Nadia Belmont", member)
    assert "Nadia Belmont" in text_of(signed_in(world.mona).get("/moderation/people/ben/"))


def test_a_new_organization_comes_with_whoever_is_admitted_or_not_at_all(world: World) -> None:
    application = waiting()
    new = {"organization": "+", "new_name": "Cedar School", "new_state": "ID", "new_kind": "exploring"}
    taken = decide(world.mona, application, "admit", **new)
    assert (taken.status_code, "already here" in text_of(taken)) == (422, True)
    assert decide(world.mona, application, "admit", **{**new, "new_name": ""}).status_code == 422
    decide(world.olga, application, "ask")
    stale = decide(world.mona, application, "admit", **{**new, "new_name": "Wren Street School"})
    assert (stale.status_code, Organization.objects.filter(name="Wren Street School").exists()) == (409, False)
    application.refresh_from_db()
    decide(world.mona, application, "admit", **{**new, "new_name": "Wren Street School"})
    assert Invitation.objects.get().organization.name == "Wren Street School"


def test_nobody_is_admitted_onto_a_seat_that_is_not_there(world: World) -> None:
    Organization.objects.filter(pk=world.dune.pk).update(seats_allowed=3)
    full = decide(world.mona, waiting(), "admit")
    assert (full.status_code, "All 3 seats of Dune School" in text_of(full)) == (422, True)
    assert (Application.objects.get().stage, mails_to()) == ("waiting", [])
    assert decide(world.mona, Application.objects.get(), "admit", organization="nowhere").status_code == 422


@pytest.mark.parametrize(("act", "stage", "words"), [
    ("waitlist", "waitlisted", "You are on the waiting list, Nadia"), ("decline", "declined", "Thank you for asking"),
])  # fmt: skip
def test_the_letter_is_in_the_mail_and_on_the_private_page(world: World, act: str, stage: str, words: str) -> None:
    application = waiting()
    assert decide(world.mona, application, act, letter="Dear Nadia, <not> yet.").status_code == 302
    application.refresh_from_db()
    page = text_of(Client().get(link_for()))
    assert (application.stage, words in page, "Dear Nadia, &lt;not&gt; yet." in page) == (stage, True, True)
    assert "Dear Nadia, <not> yet." in mails_to()[0]
    assert (application.decided_by == world.mona) == (stage == "declined")
