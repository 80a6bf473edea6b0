"""Asking: the editor, what one pastes and attaches, a draft that is never lost, and lists that show it to others."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served, until
from tests.files import samples

FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal{mso-style-parent:"";}</style></head>
<body lang=EN-US style='tab-interval:.5in'><h1 style='mso-outline:1'>What the marshal said<o:p></o:p></h1>
<p class=MsoNormal style='margin:0'>Please <b style='mso-bidi-font-weight:normal'>read</b> this.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Two doors</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>One alarm</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'><tr style='mso-yfti-irow:0'>
<td width=100 style='width:1in'><p class=MsoNormal>Room</p></td><td><p class=MsoNormal>People</p></td></tr>
<tr><td><p class=MsoNormal>Front</p></td><td><p class=MsoNormal>14</p></td></tr></table>
<script>document.title = 'taken over'</script><img src="file:///C:/photo.png" onerror="document.title='taken over'">
</body></html>"""
FROM_DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"
style="line-height:1.38"><span style="font-weight:400">We need </span><span style="font-weight:700">two</span>
<span style="font-weight:400;font-style:italic">exits</span></p></b>"""
PHOTO: FilePayload = {"name": "front door.png", "mimeType": "image/png", "buffer": samples.image(size=(320, 200))}
DROPPED = "floor plan.png"


def presses(person: Person, name: str) -> None:
    person.page.get_by_role("toolbar", name="Formatting").get_by_role("button", name=name, exact=True).click()


def posts_it(person: Person) -> None:
    person.button(re.compile("^Post to")).click()
    expect(person.page.locator("thread-page")).to_be_visible()


def test_ada_asks_with_all_the_editor_has(served: Served, ada: Person) -> None:
    served.hands("thread", author="ben", title="Who signed your zoning letter in Boise?")
    ada.opens_ask()
    expect(ada.page.locator("[data-audience-chip]")).to_have_text(re.compile("Can read it: All members, [0-9]+"))
    ada.page.get_by_label("In one line").fill("Which zoning letter, and who signed?")
    similar = ada.page.get_by_role("region", name="Similar questions")
    expect(similar).to_contain_text("Who signed your zoning letter in Boise?")
    ada.editor.click()
    presses(ada, "Bold")
    ada.page.keyboard.type("Two weeks")
    presses(ada, "Bold")
    ada.page.keyboard.type(" to go. Ask @Be")
    offered = ada.page.get_by_role("listbox", name="People who can read this").get_by_role("option", name="Ben")
    expect(offered).to_contain_text("Cedar School")
    expect(ada.editor).to_have_attribute("aria-activedescendant", "mention-0")
    ada.page.keyboard.press("Enter")
    expect(ada.editor.locator(".mention")).to_have_text("@Ben")
    ada.page.keyboard.press("Enter")
    presses(ada, "List")
    ada.page.keyboard.type("See the form")
    ada.page.keyboard.press("Shift+Control+ArrowLeft")
    presses(ada, "Link")
    ada.page.get_by_label("Address of the link").fill("https://example.org/form")
    ada.page.get_by_label("Address of the link").press("Enter")
    posts_it(ada)
    [html] = served.hands("posts", title="Which zoning letter, and who signed?")
    assert "<p><strong>Two weeks</strong> to go. Ask <a" in html
    assert 'data-mention="ben"' in html
    assert re.search(r'<ul>\s*<li>\s*<p>See the <a href="https://example.org/form"[^>]*>form</a></p>', html)
    assert served.hands("notices_of", handle="ben")[0] == "post.mention"


def test_what_ada_pastes_from_word_keeps_its_shape_and_nothing_else(served: Served, ada: Person) -> None:
    ada.copies(FROM_WORD)
    ada.opens_ask()
    ada.page.get_by_label("In one line").fill("Pasted from Word")
    ada.editor.click()
    ada.page.keyboard.press("Control+v")
    expect(ada.editor.locator("table")).to_be_visible()
    expect(ada.page).to_have_title(re.compile("^Ask a question"))
    posts_it(ada)
    [html] = served.hands("posts", title="Pasted from Word")
    plain = re.sub(r"\s*(<[^>]*>)\s*", r"\1", html)
    assert "<h2>What the marshal said</h2>" in plain
    assert "<strong>read</strong>" in html
    assert re.search("<ul><li>(<p>)?Two doors(</p>)?</li><li>(<p>)?One alarm(</p>)?</li></ul>", plain)
    assert re.search("<td>(<p>)?Front(</p>)?</td><td>(<p>)?14(</p>)?</td>", plain)
    assert not re.search("style=|class=Mso|mso-|<img|<o:p|script|·", html)


def test_what_ada_pastes_from_google_docs_is_not_all_bold(served: Served, ada: Person) -> None:
    ada.copies(FROM_DOCS)
    ada.opens_ask()
    ada.page.get_by_label("In one line").fill("Pasted from Docs")
    ada.editor.click()
    ada.page.keyboard.press("Control+v")
    expect(ada.editor).to_contain_text("We need two exits")
    posts_it(ada)
    assert served.hands("posts", title="Pasted from Docs") == [
        "<p>We need <strong>two</strong> <em>exits</em></p>"
    ]  # fmt: skip


def test_photos_come_by_choosing_and_by_dropping(served: Served, ada: Person, tmp_path: Path) -> None:
    (tmp_path / DROPPED).write_bytes(samples.image(size=(300, 300)))
    ada.opens_ask()
    ada.page.get_by_label("In one line").fill("How wide must a door be?")
    ada.writes("Here is ours.")
    with ada.page.expect_file_chooser() as chooser:
        presses(ada, "Add a file")
    chooser.value.set_files(PHOTO)
    drops(ada, tmp_path / DROPPED)
    tray = ada.page.get_by_role("list", name="Attached files")
    expect(tray.get_by_role("listitem")).to_have_text([re.compile("front door.png"), re.compile(DROPPED)])
    expect(tray.locator("progress")).to_have_count(0)
    posts_it(ada)
    assert sorted(served.hands("files_of", title="How wide must a door be?")) == [DROPPED, "front door.png"]
    expect(ada.page.locator(".question-body .picture img")).to_have_count(2)
    ada.waits_for("() => [...document.querySelectorAll('.picture img')].every((i) => i.complete && i.naturalWidth)")


def drops(person: Person, file: Path) -> None:
    """As from a file manager: the browser's own dragging, not an event that pretends."""
    box = person.editor.bounding_box()
    assert box is not None
    wire = person.context.new_cdp_session(person.page)
    held = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        place = {"x": box["x"] + 40, "y": box["y"] + 20}
        wire.send("Input.dispatchDragEvent", {"type": kind, "data": held, **place})


def test_a_draft_survives_a_reload_a_closed_tab_and_a_failed_try(served: Served, ada: Person) -> None:
    ada.network_may_break = True
    ada.opens_ask()
    ada.page.get_by_label("In one line").fill("A draft that stays")
    ada.writes("Half a thought")
    with ada.page.expect_file_chooser() as chooser:
        presses(ada, "Add a file")
    chooser.value.set_files(PHOTO)
    until(lambda: any(draft["files"] for draft in ada.kept("drafts")))
    ada.page.reload()
    stands(ada, "A draft that stays", "Half a thought")
    ada.page.wait_for_load_state("networkidle")
    expect(ada.page.locator(".other-draft")).to_have_count(0)
    ada.writes(", and the rest")
    ada.page.close()  # at once, without a pause for saving
    ada.page = ada.new_tab()
    ada.goes("/forum/ask/")
    stands(ada, "A draft that stays", ", and the rest")
    expect(ada.page.get_by_label("Where?")).to_have_value("commons")
    ada.context.set_offline(True)
    ada.button(re.compile("^Post to")).click()
    ada.sees("Not posted: there is no connection.")
    ada.context.set_offline(False)
    posts_it(ada)
    assert served.hands("questions", title="A draft that stays") == 1
    assert served.hands("files_of", title="A draft that stays") == ["front door.png"]
    ada.opens_ask()
    expect(ada.page.get_by_label("In one line")).to_have_value("")
    assert ada.kept("drafts") == []


def stands(person: Person, title: str, words: str, *, file: str = "front door.png") -> None:
    expect(person.page.get_by_label("In one line")).to_have_value(title)
    expect(person.editor).to_contain_text(words)
    expect(person.page.get_by_role("list", name="Attached files")).to_contain_text(file)


def test_what_the_server_refuses_comes_back_whole(served: Served, ada: Person) -> None:
    ada.may_be_refused = True
    ada.goes("/forum/ask/")
    ada.writes("All of my words")
    ada.button("Post it").click()
    ada.sees("Not sent yet. What you wrote is still here.")
    expect(ada.page.get_by_role("alert").get_by_role("link", name="Choose where to ask.")).to_be_visible()
    expect(ada.editor).to_have_text("All of my words")
    ada.page.get_by_label("Where?").select_option(value="commons")
    ada.page.get_by_label("In one line").fill("Came back whole")
    posts_it(ada)
    assert served.hands("posts", title="Came back whole") == ["<p>All of my words</p>"]


def test_ben_sees_what_is_new_in_the_space_and_his_list_does_not_move(served: Served, ada: Person, ben: Person) -> None:
    for number in range(3):
        served.hands("thread", author="fay", title=f"Standing there already {number}")
    ben.goes("/forum/in/commons/")
    ben.follows(2)
    before = ben.page.evaluate(PLACES)
    ada.opens_ask()
    ada.page.get_by_label("In one line").fill("Does anybody read this?")
    ada.writes("Hello")
    posts_it(ada)
    news = ben.page.locator("[data-news]")
    expect(news).to_have_text("1 question has something new")
    assert ben.page.evaluate(PLACES) == before
    news.tap()
    row = ben.page.locator(".row", has_text="Does anybody read this?")
    expect(row).to_have_class(re.compile("is-unread"))
    row.get_by_role("link").tap()
    expect(ben.page.get_by_role("heading", name="Does anybody read this?")).to_be_visible()


PLACES = "() => [...document.querySelectorAll('.row')].map((row) => Math.round(row.getBoundingClientRect().top))"


def test_older_questions_follow_without_gap_or_repeat_while_new_ones_come(served: Served, ada: Person) -> None:
    people = ("dorothy", "elena", "marcus", "yusuf", "kate", "omar", "hannah", "terrence", "ingrid")
    for number in range(27):
        served.hands("thread", author=people[number % 9], title=f"Number {number}")
    ada.goes("/forum/in/commons/")
    first = titles(ada)
    assert len(first) == 25
    served.hands("thread", author="ben", title="In between")
    ada.link("Older questions").click()
    expect(ada.link("Newest")).to_be_visible()
    second = titles(ada)
    assert second[0] == f"Number {int(first[-1].split()[-1]) - 1}"
    assert not set(first) & set(second)
    ada.link("Newest").click()
    assert titles(ada)[0] == "In between"
    ada.link("Not answered yet").click()
    assert titles(ada)[0] == "In between"
    served.hands("answer", title="In between", author="fay")
    ada.page.reload()
    assert titles(ada)[0] == "Number 26"


def titles(person: Person) -> list[str]:
    found: list[str] = person.page.locator(".row .title a").evaluate_all(
        "(links) => links.map((link) => link.lastChild.textContent)"
    )
    return found


def test_ada_asks_what_her_own_school_does_not_see(ada: Person, ben: Person, comes: Comes) -> None:
    title = "How do I tell them I am leaving?"
    cleo = comes("cleo", "phone")
    ada.opens_ask()
    ada.page.get_by_label("In one line").fill(title)
    ada.writes("By June")
    ada.page.get_by_label("Not to my own organization").check()
    posts_it(ada)
    ada.sees("Not for Cedar School")
    ben.goes("/forum/")
    expect(ben.page.get_by_role("link", name=title)).to_have_count(0)
    cleo.goes("/forum/")
    cleo.link(title).tap()
    cleo.sees("Not for Cedar School")


def test_a_draft_goes_on_at_ones_other_device_and_none_is_overwritten_unseen(served: Served, comes: Comes) -> None:
    una = served.hands("newcomer", name="Una")
    desk, phone = comes(una), comes(una, "phone")
    desk.may_be_refused = True
    desk.opens_ask()
    desk.page.get_by_label("In one line").fill("Begun at my desk")
    desk.writes("Half a thought")
    shared(desk)
    phone.opens_ask()
    stands(phone, "Begun at my desk", "Half a thought", file="")
    phone.writes(", gone on with on the bus")
    shared(phone)
    desk.writes(", and on at the desk")
    desk.sees("You wrote something else here on another device.")
    desk.button("Use that instead").click()
    stands(desk, "Begun at my desk", "Half a thought, gone on with on the bus", file="")
    desk.goes("/drafts/")
    desk.page.get_by_role("link", name="Begun at my desk").click()
    posts_it(desk)
    phone.goes("/drafts/")
    phone.sees("Nothing is waiting to be finished.")
    phone.opens_ask()
    expect(phone.page.get_by_label("In one line")).to_have_value("")
    expect(phone.editor).to_have_text("")
    assert phone.kept("drafts") == []


def shared(person: Person) -> None:
    expect(person.page.locator("[data-saved]")).to_have_text(re.compile(r"^Saved \d"))


def test_what_points_to_a_child_is_asked_about_once_and_can_be_softened(served: Served, comes: Comes) -> None:
    val = comes(served.hands("newcomer", name="Val"), "phone")
    val.may_be_refused = True
    val.opens_ask()
    val.page.get_by_label("In one line").fill("How do I calm him?")
    val.writes("Maya Thornton, a 4th grader, hits others.")
    val.button(re.compile("^Post to")).click()
    val.sees("Does this point to a child?")
    expect(val.editor).to_contain_text("Maya Thornton, a 4th grader")
    val.button("Put neutral words there").click()
    val.sees("Neutral words stand there now.")
    expect(val.editor).to_have_text("a student, a 4th grader, hits others.")
    posts_it(val)
    [html] = served.hands("posts", title="How do I calm him?")
    assert html == "<p>a student, a 4th grader, hits others.</p>"
