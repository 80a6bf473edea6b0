"""One question open on two pages: news that move nothing, answers, thanks, second thoughts, and what counts as read."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served, until

# Many, because nobody may post more than a few times in ten minutes.
HELPERS = ("maria", "renee", "dev", "jo", "halima", "grant", "cilla", "tomas", "bettina", "layla")
WHERE_I_READ = """() => {
  const post = [...document.querySelectorAll('article.post')].find((one) => one.getBoundingClientRect().bottom > 120);
  return { number: post.dataset.number, top: post.getBoundingClientRect().top, scroll: scrollY };
}"""
TOP_OF = "(number) => document.querySelector(`[data-number='${number}']`).getBoundingClientRect().top"


def opens(person: Person, key: str) -> None:
    """Opens a question and waits until its news would come."""
    person.goes(f"/forum/t/{key}/")
    person.follows(2)


def asked(served: Served, author: str, title: str, replies: int = 0) -> str:
    said = [
        (HELPERS[n % len(HELPERS)], f"<p>Reply {n}. {'And so on. ' * (n * 7 % 40)}</p>") for n in range(1, replies + 1)
    ]
    return str(served.hands("thread", author=author, title=title, replies=said))


def test_new_replies_are_told_and_move_nothing(served: Served, comes: Comes) -> None:
    amy, bob = served.hands("newcomer", name="Amy"), served.hands("newcomer", name="Bob")
    key = asked(served, amy, "Does this page stay where it is?", replies=10)
    asker, helper = comes(amy), comes(bob, "phone")
    opens(asker, key)
    asker.post("Reply 5.").scroll_into_view_if_needed()
    before = asker.page.evaluate(WHERE_I_READ)
    opens(helper, key)
    helper.replies("First help")
    pill = asker.page.locator("[data-news]")
    expect(pill).to_have_text("1 new reply")
    expect(pill).to_be_in_viewport()
    helper.replies("Second help")
    expect(pill).to_have_text("2 new replies")
    expect(asker.post("First help")).to_have_count(0)
    after = asker.page.evaluate(WHERE_I_READ)
    assert after == before, "SCREENS 7.3: new content never moves what is being read"
    pill.click()
    expect(asker.post("First help")).to_be_in_viewport()
    expect(asker.post("Second help")).to_have_count(1)
    expect(pill).to_be_hidden()
    expect(asker.page.locator("[data-count]")).to_have_text("12 replies")


def test_what_one_writes_is_left_alone_by_news(served: Served, comes: Comes) -> None:
    cam, dot = served.hands("newcomer", name="Cam"), served.hands("newcomer", name="Dot")
    key = asked(served, cam, "Do news disturb a writer?", replies=6)
    writer, other = comes(cam, "phone"), comes(dot)
    opens(writer, key)
    writer.writes("I am in the middle of")
    top = "() => document.querySelector('.ProseMirror').getBoundingClientRect().top"
    before = writer.page.evaluate(top)
    opens(other, key)
    other.replies("Meanwhile")
    expect(writer.page.locator("[data-news]")).to_have_text("1 new reply")
    assert writer.page.evaluate(top) == before
    expect(writer.editor).to_be_focused()
    writer.page.keyboard.type(" this sentence")
    writer.button(re.compile("^Post to")).click()
    expect(writer.post("I am in the middle of this sentence")).to_be_in_viewport()
    expect(writer.post("Meanwhile")).to_have_count(1)
    expect(writer.editor).to_have_text("")


def test_the_asker_chooses_the_answer_and_says_thank_you(served: Served, comes: Comes) -> None:
    eve, fin = served.hands("newcomer", name="Eve"), served.hands("newcomer", name="Fin")
    key = asked(served, eve, "Which of these is it?")
    asker, helper = comes(eve, "phone"), comes(fin)
    opens(helper, key)
    helper.replies("Ask the county, not the city")
    opens(asker, key)
    opens(helper, key)
    asker.post("Ask the county").get_by_role("button", name="Thank you").tap()
    thanks = helper.post("Ask the county").get_by_role("button", name=re.compile("^Thank you"))
    expect(thanks).to_have_accessible_name("Thank you, 1")
    asker.chooses("This answers it", asker.post("Ask the county"))
    expect(asker.page.get_by_role("region", name="Answer chosen by Eve")).to_contain_text("Ask the county")
    expect(helper.post("Ask the county")).to_contain_text("Answer")
    expect(helper.page.locator("[data-bell]")).to_have_accessible_name("Inbox, 1 for you")
    asker.goes("/forum/in/commons/?show=solved")
    expect(asker.page.locator(".row", has_text="Which of these is it?")).to_contain_text("Answered")


def test_second_thoughts_show_on_every_page_that_is_open(served: Served, comes: Comes) -> None:
    gil, hue = served.hands("newcomer", name="Gil"), served.hands("newcomer", name="Hue")
    key = asked(served, gil, "May I change my mind?")
    writer, reader = comes(gil), comes(hue, "phone")
    opens(writer, key)
    writer.replies("Frist thought")
    writer.replies("Second thought")
    opens(reader, key)
    writer.chooses("Edit", writer.post("Frist thought"))
    expect(writer.editor).to_have_text("Frist thought")
    writer.editor.press("Control+a")
    writer.page.keyboard.type("First thought")
    writer.button(re.compile("^Save for")).click()
    expect(writer.post("First thought")).to_contain_text("edited")
    expect(reader.post("First thought")).to_contain_text("edited")
    writer.chooses("Delete", writer.post("Second thought"))
    question = writer.page.get_by_role("dialog")
    expect(question).to_contain_text("Its words are gone for good.")
    writer.button("Cancel", question).click()
    expect(writer.post("Second thought")).to_have_count(1)
    writer.chooses("Delete", writer.post("Second thought"))
    writer.button("Delete", writer.page.get_by_role("dialog")).click()
    for page in (writer, reader):
        expect(page.page.locator("article.is-deleted")).to_have_text("A reply by Gil was deleted.")
        assert "Second thought" not in page.page.content()


def test_a_reply_survives_a_reload_and_a_dead_network_and_is_said_once(served: Served, comes: Comes) -> None:
    ike = served.hands("newcomer", name="Ike")
    key = asked(served, ike, "Is a reply ever lost?", replies=1)
    writer = comes(ike, "phone")
    writer.network_may_break = True
    opens(writer, key)
    writer.writes("Held on to")
    until(lambda: bool(writer.kept("drafts")))
    writer.page.reload()
    expect(writer.editor).to_have_text("Held on to")
    writer.context.set_offline(True)
    writer.button(re.compile("^Post to")).tap()
    writer.sees("Not posted: there is no connection.")
    expect(writer.editor).to_have_text("Held on to")
    writer.context.set_offline(False)
    writer.button(re.compile("^Post to")).tap()
    expect(writer.post("Held on to")).to_have_count(1)
    assert len(served.hands("posts", title="Is a reply ever lost?")) == 3
    until(lambda: writer.kept("drafts") == [])


def test_read_here_is_read_there_and_unread_is_exact(served: Served, comes: Comes) -> None:
    jay = served.hands("newcomer", name="Jay")
    key = asked(served, "priya", "How far did I read?", replies=8)
    laptop, phone = comes(jay), comes(jay, "phone")
    row = phone.page.locator(".row", has_text="How far did I read?")
    phone.goes("/forum/in/commons/")
    expect(row).to_have_class(re.compile("is-unread"))
    opens(laptop, key)
    laptop.post("Reply 8.").scroll_into_view_if_needed()
    until(lambda: bool(served.hands("thread_mark", handle=jay, key=key) == 9))
    phone.page.reload()
    expect(row).not_to_have_class(re.compile("is-unread"))
    for author in ("fay", "samuel"):
        served.hands("answer", title="How far did I read?", author=author)
    phone.page.reload()
    expect(row.locator(".unread-line")).to_have_text("2 new")
    row.get_by_role("link").tap()
    expect(phone.page.locator("#new")).to_have_text("2 new")
    expect(phone.page.locator("#new")).to_be_in_viewport()
    until(lambda: bool(served.hands("thread_mark", handle=jay, key=key) == 11))
    laptop.goes("/forum/in/commons/")
    laptop_row = laptop.page.locator(".row", has_text="How far did I read?")
    expect(laptop_row).not_to_have_class(re.compile("is-unread"))
    phone.chooses("Mark unread from here", phone.post("Reply 7."))
    expect(row.locator(".unread-line")).to_have_text("4 new")
    laptop.page.reload()
    expect(laptop_row.locator(".unread-line")).to_have_text("4 new")


def test_a_mention_in_a_room_rings_on_another_page(served: Served, comes: Comes) -> None:
    kay = served.hands("newcomer", name="Kay")
    room = served.hands("room", name="Where she is not")
    reader, ben = comes(kay, "phone"), comes("ben")
    reader.goes("/library/")
    reader.follows(1)
    bell = reader.page.locator("[data-bell]")
    expect(bell).to_have_accessible_name("Inbox")
    ben.enters(room)
    ben.says(f"@{kay} are you there?", shown="are you there?")
    expect(bell).to_have_accessible_name("Inbox, 1 for you")
    expect(bell.locator(".badge")).to_have_text("1")
    bell.tap()
    reader.link(re.compile("Ben mentioned you in Where she is not")).tap()
    reader.is_live()
    expect(reader.message("are you there?")).to_be_in_viewport()
    until(lambda: bool(served.hands("read_mark", handle=kay, room_id=room) == 1))
    reader.goes("/library/")
    expect(bell).to_have_accessible_name("Inbox")
