"""Every page for everybody: axe-core without a violation, both themes, every width, fingers, and the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.access.table import TABLE
from tests.browser.conftest import Comes
from tests.browser.looking import EVERYTHING, seen_by_all, violations
from tests.browser.person import Person
from tests.browser.served import Served
from tests.browser.touring import INVITED

Places = dict[str, str]
VISITORS = {
    "account_request_login_code": "/sign-in/", "account_login": "/sign-in/password/",
    "account_reset_password": "/sign-in/password/forgotten/",
    "account_password_reset_completed": "/sign-in/password/forgotten/done/",
    "invitation:closed": "/invitation/never-was-one/", "ground_rules": "/help/ground-rules/", "apply": "/apply/",
    "apply_lost": "/apply/lost/", "district": "/sign-in/district/", "verify": "/verify/",
}  # fmt: skip
FORUM = {
    "forum": "/forum/", "forum:unanswered": "/forum/?show=unanswered", "forum:marked": "/forum/?show=unread&marked=1",
    "spaces": "/forum/spaces/",
    "space": "/forum/in/commons/", "space:none": "/forum/in/spring/", "space_readers": "/forum/in/spring/readers/",
    "bookmarks": "/bookmarks/", "ask": "/forum/ask/?space=commons", "tags": "/forum/tags/",
    "following": "/forum/following/",
}  # fmt: skip
PLACES = {
    "home": "/", "rooms": "/rooms/", "cohort": "/cohorts/spring/", "library": "/library/",
    "library:narrowed": "/library/?stage=designing", "library:none": "/library/?q=zebra",
    "our_shelf": "/library/ours/", "wishes": "/library/requests/", "wishes:closed": "/library/requests/?show=closed",
    "begin_collection": "/library/collections/new/?ours=1",
    "people": "/people/", "person": "/people/ben/", "you": "/you/",
    "inbox": "/notices/", "search": "/search/?q=door", "search:none": "/search/?q=zebra", "help": "/help/",
    "who_sees_me": "/help/who-sees-me/", "account_change_password": "/you/password/",
    "account_reauthenticate": "/you/again/", "account_logout": "/you/sign-out/", "missing": "/forum/in/nowhere/",
    "reauthenticate_code": "/you/again/code/", "second_step": "/second-step/", "mfa_index": "/you/signing-in/",
    "sessions": "/you/sessions/", "words": "/you/words/", "leave": "/you/leave/", "agreement": "/agreement/",
    "vouching": "/vouching/", "drafts": "/drafts/", "mail_settings": "/you/mail/",
    "cohort_sessions": "/cohorts/spring/sessions/", "calendar_address": "/you/calendar/",
    "later_messages": "/rooms/later/", "talks": "/talks/", "new_talk": "/talks/new/?with=ben",
    "providers": "/library/providers/", "providers:none": "/library/providers/?state=AK",
    "suggest_provider": "/library/providers/suggest/",
    "earlier_cohorts": "/rooms/earlier/", "my_hours": "/you/hours/",
    "my_certificates": "/you/certificates/", "programme": "/cohorts/spring/programme/",
    "make_certificate": "/you/certificates/of/spring/", "cohort:asking": "/cohorts/fall/",
}  # fmt: skip
DESK = {
    "new_space": "/forum/spaces/new/", "new_cohort": "/cohorts/new/", "share": "/library/share/",
    "space_settings": "/forum/in/commons/settings/",
    "cohort:arranging": "/cohorts/spring/", "cohort_sessions:arranging": "/cohorts/spring/sessions/",
    "lead_cohort": "/cohorts/fall/year/", "cohort_hours": "/cohorts/spring/hours/",
    "how_hours_count": "/cohorts/spring/hours/how/", "programme_progress": "/cohorts/spring/programme/progress/",
    "add_milestone": "/cohorts/spring/programme/new/",
    "roll_forward": "/cohorts/spring/next-year/",
    "schedule_session": "/cohorts/spring/sessions/new/", "desk": "/moderation/",
    "desk_person": "/moderation/people/ben/",
    "desk_person:paused": "/moderation/people/sue/", "invitations": "/moderation/invitations/",
    "organizations": "/moderation/organizations/", "log": "/moderation/log/", "desk:none": "/moderation/?q=zebra",
    "applications": "/moderation/applications/", "questions": "/moderation/questions/",
    "add_question": "/moderation/questions/new/", "preview_questions": "/moderation/questions/look/",
    "links": "/moderation/links/", "lists": "/moderation/lists/", "lost_step": "/moderation/people/ben/second-step/",
    "membership": "/moderation/organizations/cedar/membership/", "team": "/seats/cedar/",
    "agreement_desk": "/moderation/agreement/", "policy": "/moderation/policy/", "sign_ins": "/moderation/sign-in/",
    "talk_reports": "/moderation/reports/", "talk_looks": "/moderation/looks/",
    "add_sign_in": "/moderation/sign-in/new/", "keep_tags": "/moderation/tags/",
}  # fmt: skip
# What answers with a piece of a page, a file, or words for a program.
NO_PAGES = {
    "health", "robots", "space_mentions", "space_telling", "similar", "thread_posts", "post", "poll", "room_mentions",
    "file", "file_thumb", "inbox_unread", "archive", "list_result", "quick_search", "session_file", "session_questions",
    "cohort_hours_file", "certificate_file",
}  # fmt: skip


@pytest.fixture(scope="module")
def places(served: Served) -> Places:
    found: Places = served.hands("tour")
    return found


@pytest.fixture(scope="module")
def door(served: Served) -> Places:
    found: Places = served.hands("tour_of_the_door")
    return found


def test_the_tour_leaves_no_page_out(places: Places, door: Places) -> None:
    seen = {name.partition(":")[0] for group in (VISITORS, FORUM, PLACES, DESK, places, door) for name in group}
    pages = {name for name, way in TABLE.items() if way.get == 200 or way.signed_in == (200, 302)}
    assert pages - NO_PAGES <= seen


def walk(person: Person, places: Places) -> str:
    """What is wrong, a line each."""
    person.may_be_refused = True
    wrong = []
    for name, path in places.items():
        person.goes(path)
        if "edit_post" in name or name == "ask":
            expect(person.editor).to_be_visible()
        wrong += seen_by_all(person, name)
    return "\n".join(wrong)


@pytest.mark.parametrize("group", [FORUM, PLACES], ids=["forum", "places"])
def test_a_member_can_use_every_page(ada: Person, places: Places, group: Places) -> None:
    assert walk(ada, group) == ""


def test_a_member_can_use_what_others_wrote(ada: Person, places: Places) -> None:
    assert walk(ada, {name: path for name, path in places.items() if name not in OWNERS}) == ""


OWNERS = (
    "keep_tag", "split_thread", "merge_thread", "room:hard", "room:empty", "thread_order", "thread_label", "unmask",
    "session:leading", "room_settings", "room_settings:leaders", "edit_session", "cancel_session", "session_after",
    "code_word", "milestone", "quote_room", "room_thread", "room_thread:asked", "talk_report", "talk_look",
)  # fmt: skip


@pytest.mark.parametrize("half", [0, 1])
def test_an_owner_can_use_every_page_of_the_desk(comes: Comes, places: Places, door: Places, half: int) -> None:
    pages = DESK | door | {name: places[name] for name in OWNERS}
    assert walk(comes("olga"), dict(list(pages.items())[half::2])) == ""


def test_a_visitor_can_use_every_page_outside(served: Served, comes: Comes, places: Places) -> None:
    invitation = served.link_for(INVITED).removeprefix(served.url)
    assert walk(comes(), VISITORS | {"invitation": invitation}) == ""


@pytest.mark.parametrize("name", ["sue", "nia"])
def test_the_page_of_a_closed_door_can_be_read(comes: Comes, name: str) -> None:
    assert walk(comes(name), {"door": "/"}) == ""


@pytest.mark.parametrize("device", ["laptop", "phone"])
def test_what_opens_and_what_fails_can_be_used(served: Served, comes: Comes, places: Places, device: str) -> None:
    ada = comes("ada", device, reduced_motion="reduce")
    ada.may_be_refused = True
    wrong = {}
    for name, opens in (
        ("errors", refused), ("mentions", offered), ("quick list", listed),
        ("menu of a post", menu_of_a_post), ("dialog", asked_first),
        ("menu of a message", menu_of_a_message), ("not sent", not_sent), ("pins", pins),
    ):  # fmt: skip
        opens(ada, places)
        wrong[name] = violations(ada.page, EVERYTHING)
    assert {name: found for name, found in wrong.items() if found} == {}


def refused(ada: Person, places: Places) -> None:
    ada.opens_ask()
    ada.page.get_by_label("In one line").fill(" ")
    ada.page.locator("[data-submit]").click()
    ada.sees("Not sent yet.")
    expect(ada.editor).to_be_visible()
    size = ada.page.viewport_size
    assert size is not None
    ada.page.set_viewport_size({"width": size["width"], "height": 2000})  # the bars above and below cover nothing


def offered(ada: Person, places: Places) -> None:
    ada.opens_ask()
    ada.writes("@b")
    expect(ada.page.get_by_role("listbox", name="People who can read this")).to_be_visible()


def listed(ada: Person, places: Places) -> None:
    ada.goes("/search/")
    ada.page.get_by_role("combobox").locator("visible=true").first.fill("building")
    expect(ada.page.get_by_role("option").first).to_be_visible()


def menu_of_a_post(ada: Person, places: Places) -> None:
    ada.goes(places["thread"])
    ada.post("Thank you").locator("summary").click()
    expect(ada.post("Thank you").locator(".menu-list")).to_be_visible()


def asked_first(ada: Person, places: Places) -> None:
    ada.button("Delete", ada.post("Thank you")).click()
    expect(ada.page.get_by_role("dialog")).to_be_visible()


def menu_of_a_message(ada: Person, places: Places) -> None:
    ada.enters(places["room"].split("/")[2])
    ada.message("Thank you").locator(".words").click()
    ada.page.keyboard.press("Enter")
    expect(ada.page.get_by_role("group", name="Actions for this message")).to_be_visible()


def not_sent(ada: Person, places: Places) -> None:
    ada.page.keyboard.press("Escape")
    ada.page.evaluate("(body) => void document.querySelector('room-page').outbox.add({ body })", "w" * 8001)
    expect(ada.page.get_by_role("alert")).to_contain_text("Not sent.")


def pins(ada: Person, places: Places) -> None:
    ada.button("1 pinned").click()
    expect(ada.page.locator("[data-pin-list]")).to_be_visible()
