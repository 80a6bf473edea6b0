"""A facilitator makes a thread of what was said in a room; who is quoted decides on a phone; it stands in the forum."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served

SAID = [
    ("fay", "Who reads your lease before you sign?", 30), ("ben", "A retired judge in our town", 20),
    ("ben", "I cried when I signed it", 10),
]  # fmt: skip


def test_fay_asks_ben_who_goes_without_his_name_and_strikes_a_line(served: Served, comes: Comes, ben: Person) -> None:
    fay = comes("fay", "laptop")
    room = served.hands("room", name="Leases", said=SAID)
    fay.enters(room)
    message = fay.message("A retired judge")
    message.hover()
    fay.button("More", message).click()
    fay.link("Choose for a thread", fay.page.locator(".floating-menu")).click()
    expect(fay.page.get_by_role("checkbox", name="A retired judge")).to_be_checked()
    for words in ("Who reads your lease", "I cried"):
        fay.page.get_by_role("checkbox", name=words).check()
    fay.button("Go on with these").click()
    fay.page.get_by_label("The thread, in one line").fill("Who should read a lease")
    fay.page.get_by_label("Introduction").fill("What we learned about leases.")
    fay.page.get_by_label("Where to publish it").select_option("commons")
    fay.button("Save and look").click()
    expect(fay.page.locator(".card.prose")).to_contain_text("A retired judge in our town")
    fay.button("Ask those who are quoted").click()
    fay.sees("Ben, until")
    ben.goes("/notices/")
    ben.link("asks whether you may be quoted").first.click()
    ben.sees("Who should read a lease")
    ben.page.get_by_role("checkbox", name="May be used").nth(1).uncheck()
    ben.page.get_by_role("radio", name="Without my name").check()
    ben.button("Save my answer").click()
    ben.sees("Saved. You can change it until the thread is published.")
    fay.page.reload()
    fay.sees("Everybody has decided.")
    fay.button("Publish it in Commons").click()
    opening = fay.page.locator("thread-page .prose").first
    expect(opening.locator("blockquote")).to_have_count(2)
    expect(opening).to_contain_text("A member")
    expect(opening).not_to_contain_text("Ben")
    expect(opening).not_to_contain_text("cried")
