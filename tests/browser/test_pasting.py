"""Very much pasted at once: the editor goes on, pictures become files or are said, and no word is lost."""

from __future__ import annotations

import base64
import random
import re

from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.served import Served
from tests.browser.test_asking import posts_it
from tests.files import samples

LARGE = 2_000_000
PASTES = """(html) => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector('.ProseMirror').dispatchEvent(event);
}"""


def from_word(paragraphs: int) -> str:
    """As Word puts it on the clipboard: styles everywhere, a picture, what looks like one, and one on its own disk."""
    picture = base64.b64encode(samples.image(size=(320, 200))).decode()
    noise = base64.b64encode(random.Random(1).randbytes(LARGE // 2)).decode()  # what no browser can read as a picture
    styles = "<style><!-- " + "@font-face {font-family:Calibri; mso-font-charset:0;}\n" * 2_000 + "--></style>"
    words = "".join(
        f"<p class=MsoNormal style='margin:0;mso-line-height-rule:exactly'><span style='mso-fareast-language:EN-US'>"
        f"Paragraph <b style='mso-bidi-font-weight:normal'>{n}</b> of the plan.<o:p></o:p></span></p>"
        for n in range(paragraphs)
    )
    pictures = f"<img src='data:image/png;base64,{picture}'><img src='data:image/png;base64,{noise}'>"
    return (
        f"<html xmlns:o='urn:x'><head>{styles}</head><body>{words}{pictures}<img src='file:///C:/a.png'></body></html>"
    )


def test_two_megabytes_from_word_come_out_clean_with_their_pictures(served: Served, ada: Person) -> None:
    ada.may_be_refused = True
    pasted = from_word(400)
    assert 1_400_000 < len(pasted) < LARGE * 2
    ada.opens_ask()
    ada.page.get_by_label("In one line").fill("A very long plan")
    ada.editor.click()
    ada.page.keyboard.type("Before it. ")
    ada.page.evaluate(PASTES, pasted)
    expect(ada.editor).to_contain_text("Paragraph 399 of the plan.")
    ada.page.keyboard.type(" After it.")
    expect(ada.editor).to_contain_text("After it.")
    tray = ada.page.get_by_role("list", name="Attached files")
    expect(tray).to_contain_text("Pasted picture 1.png")
    expect(tray).to_contain_text("1 picture could not be pasted. Save them, then add them as files")
    expect(tray.locator("progress")).to_have_count(0)
    expect(tray).to_contain_text(re.compile("Pasted picture 2.png: "))  # it is none, and the server says so
    posts_it(ada)
    [html] = served.hands("posts", title="A very long plan")
    assert html.count("<strong>") == 400
    assert "Before it." in html
    assert "After it." in html
    assert not re.search("style|class=|mso|data:|<img|o:p|font", html)
    assert served.hands("files_of", title="A very long plan") == ["Pasted picture 1.png"]


def test_more_words_than_a_post_takes_are_said_at_the_field_and_stay(ada: Person) -> None:
    ada.may_be_refused = True
    ada.opens_ask()
    ada.page.get_by_label("In one line").fill("Far too long")
    ada.editor.click()
    ada.page.evaluate(PASTES, "".join(f"<p>{'word ' * 40}{n}</p>" for n in range(400)))
    expect(ada.editor).to_contain_text("399")
    ada.button(re.compile("^Post to")).click()
    expect(ada.page.locator("#id_body-error")).to_contain_text("This is too long to post")
    expect(ada.editor).to_contain_text("399")
