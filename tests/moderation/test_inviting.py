from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from community.members.models import Member
from moderation import actions
from moderation.access.decision import Denied
from moderation.actions import Refused
from moderation.models import Invitation
from tests.cast import World, grants
from tests.moderation.desk import EMAIL, everything_stored, invite, lines, look, send_invitation, token
from tests.pages import text_of, typed_in
from tests.verbs import signed_in


def test_one_link_goes_to_the_address_mona_wrote(world: World) -> None:
    answer = send_invitation(world.mona)
    [message] = mail.outbox
    assert (answer.status_code, answer["Location"]) == (302, "/moderation/invitations/?sent=1")
    assert (message.to, message.subject) == ([EMAIL], "Mona invites you to Center community")
    assert str(message.body).count("http") == 1
    assert "Dear Ina," in str(message.body)
    assert look(token()).status_code == 200


def test_somebody_whose_name_is_not_known_is_greeted_all_the_same(world: World) -> None:
    send_invitation(world.mona, name="")
    assert str(mail.outbox[0].body).startswith("Hello,\n")


def test_the_token_is_in_the_mail_and_nowhere_in_the_database(world: World) -> None:
    sent = invite(world.mona, world.cedar)
    assert len(sent) == 43  # 256 bits
    stored = "\n".join(map(str, everything_stored()))
    assert EMAIL in stored
    assert sent not in stored


def test_an_invitation_is_good_for_seven_days(world: World) -> None:
    before = timezone.now()
    invite(world.mona, world.cedar, "  Ina@School.TEST ")
    [row] = Invitation.objects.all()
    assert (row.email, row.role, row.invited_by, row.used_at) == (EMAIL, "member", world.mona, None)
    assert row.expires_at - row.sent_at == timedelta(days=7)
    assert row.sent_at >= before


def test_of_two_invitations_to_one_address_only_the_newer_works(world: World) -> None:
    first, second = invite(world.mona, world.cedar), invite(world.olga, world.dune)
    assert [look(sent).status_code for sent in (first, second)] == [410, 200]
    assert "a newer one was sent to you" in text_of(look(first))
    assert Invitation.objects.get(revoked_at=None).organization == world.dune


def test_an_invitation_is_one_line_in_the_log(world: World) -> None:
    invite(world.mona, world.cedar)
    assert lines() == [("mona", "invite", EMAIL, "Cedar School")]


def test_the_page_lists_who_is_waited_for_and_since_when(world: World) -> None:
    invite(world.mona, world.cedar, cohort=world.spring)
    page = text_of(signed_in(world.olga).get("/moderation/invitations/"))
    assert EMAIL in page
    assert "<span>Spring cohort</span>" in page
    assert "by Mona" in page
    assert "Works until" in page


def test_an_expired_invitation_stays_in_sight_for_a_month(world: World) -> None:
    invite(world.mona, world.cedar)
    client = signed_in(world.mona)
    for days, seen, marked in ((1, True, True), (29, True, True), (31, False, False)):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(days=days))
        page = text_of(client.get("/moderation/invitations/"))
        assert (EMAIL in page, "Expired" in page) == (seen, marked), days


def test_mona_reads_that_it_is_on_its_way(world: World) -> None:
    assert "The invitation is on its way." in text_of(signed_in(world.mona).get("/moderation/invitations/?sent=1"))


# ---- what is refused, in words, with what was typed ------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "Write the email address to invite."),
        ({"email": "ina at school"}, "Enter a valid email address."),
        ({"email": "ben@school.test"}, "This person is already a member."),
        ({"email": " BEN@school.test"}, "This person is already a member."),
        ({"email": "ron@school.test"}, "This person is already a member."),
        ({"email": "sue@school.test"}, "This person&#39;s access is paused. Restore it instead."),
        ({"organization": ""}, "Choose the organization whose seat this is."),
        ({"organization": "nowhere"}, "Choose the organization whose seat this is."),
        ({"name": "x" * 81}, "Ensure this value has at most 80 characters (it has 81)."),
        ({"role": "king"}, "Select a valid choice. king is not one of the available choices."),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_beside_its_field(
    world: World, fields: dict[str, str], sentence: str
) -> None:
    answer = send_invitation(world.mona, **{"name": "Ina of Elm"} | fields)
    [field] = fields
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in text_of(answer) or field == "role"  # only owners see that field
    assert sentence in text_of(answer)
    assert (Invitation.objects.count(), mail.outbox) == (0, [])


def test_what_mona_typed_is_still_there(world: World) -> None:
    answer = send_invitation(world.mona, email="ben@school.test", name="Benjamin", cohort="spring")
    assert (typed_in(answer, "email"), typed_in(answer, "name")) == ("ben@school.test", "Benjamin")
    assert '<option value="cedar" selected>' in text_of(answer)
    assert '<option value="spring" selected>' in text_of(answer)


@pytest.mark.parametrize("name", ["rex", "lea"])
def test_somebody_who_is_out_may_be_invited_back(world: World, name: str) -> None:
    assert send_invitation(world.mona, email=f"{name}@school.test").status_code == 302
    assert look(token()).status_code == 200


def test_a_cohort_that_is_not_there_is_no_cohort(world: World) -> None:
    send_invitation(world.mona, cohort="nowhere")
    assert Invitation.objects.get().cohort is None


def test_only_an_owner_invites_a_moderator(world: World) -> None:
    answer = send_invitation(world.mona, role="moderator")
    assert (answer.status_code, mail.outbox) == (403, [])
    assert "Only an owner can invite a moderator." in text_of(answer)
    assert send_invitation(world.olga, role="moderator").status_code == 302
    assert Invitation.objects.get().role == "moderator"


def test_an_owner_sees_the_choice_of_roles_and_a_moderator_does_not(world: World) -> None:
    pages = [text_of(signed_in(who).get("/moderation/invitations/")) for who in (world.olga, world.mona)]
    assert ['name="role"' in page for page in pages] == [True, False]


def test_a_moderator_who_may_only_read_invites_nobody(world: World) -> None:
    Member.objects.filter(handle="mona").update(standing="read_only")
    with pytest.raises(Denied, match="You can read here"):
        invite(world.mona, world.cedar)
    assert not Invitation.objects.exists()


def test_the_invitations_of_one_day_are_counted(world: World, monkeypatch: Any) -> None:
    for number in range(40):
        invite(world.mona, world.cedar, f"ina{number}@school.test")
    answer = send_invitation(world.mona)
    assert (answer.status_code, len(mail.outbox)) == (422, 40)
    assert "The invitations of one day are used up. More tomorrow." in text_of(answer)
    assert send_invitation(world.olga).status_code == 302  # each moderator has their own


# ---- taking back -----------------------------------------------------------------------------


def take_back(by: Member, invitation: Invitation) -> Any:
    return signed_in(by).post(f"/moderation/invitations/{invitation.pk}/revoke/")


def test_an_invitation_taken_back_opens_nothing(world: World) -> None:
    sent = invite(world.mona, world.cedar)
    assert take_back(world.olga, Invitation.objects.get())["Location"] == "/moderation/invitations/"
    [row] = Invitation.objects.all()
    assert (row.revoked_by, look(sent).status_code) == (world.olga, 410)
    assert lines()[1:] == [("olga", "revoke_invitation", EMAIL, "")]
    assert EMAIL not in text_of(signed_in(world.mona).get("/moderation/invitations/"))


def test_taking_back_twice_is_taking_back_once(world: World) -> None:
    invite(world.mona, world.cedar)
    invitation = Invitation.objects.get()
    take_back(world.olga, invitation)
    take_back(world.mona, invitation)
    assert Invitation.objects.get().revoked_by == world.olga
    assert [line[1] for line in lines()] == ["invite", "revoke_invitation"]


def test_a_used_invitation_cannot_be_taken_back(world: World) -> None:
    sent = invite(world.mona, world.cedar)
    actions.accept_invitation(sent, email=EMAIL, name="Ina")
    take_back(world.mona, Invitation.objects.get())
    assert Invitation.objects.get().revoked_at is None


def test_a_member_takes_nothing_back(world: World) -> None:
    invite(world.mona, world.cedar)
    with pytest.raises(Denied):
        actions.revoke_invitation(grants(world.ada), Invitation.objects.get())
    assert Invitation.objects.get().revoked_at is None


def test_an_act_refused_raises_the_field_and_the_sentence(world: World) -> None:
    with pytest.raises(Refused) as refused:
        invite(world.mona, world.cedar, "ada@school.test")
    assert (refused.value.field, str(refused.value)) == ("email", "This person is already a member.")
