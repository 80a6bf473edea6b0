"""One person at one device: a browser context with a page, what they do in it, and what went wrong in it unasked."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Locator, Page, Request, expect

DEVICES: dict[str, dict[str, Any]] = {
    "laptop": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "dark",
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
}
QUIET_S = 8.0  # how long a journey waits for anything before it calls it missing
# What a browser writes when a page or a piece of one is answered 401, 403, 404 and so on, as the journey means it to.
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
# What a browser writes about a network that the test itself took away.
BROKEN_NETWORK = re.compile(r"WebSocket connection to|Failed to load resource|net::ERR_|ERR_INTERNET_DISCONNECTED")
expect.set_options(timeout=QUIET_S * 1000)


def noon() -> str:
    """A zone where it is noon now: an hour ago is today there, and a day ago is yesterday, whenever tests run."""
    hours = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-hours:+d}"


@dataclass(slots=True)
class Person:
    """Verbs return when what they did is on the page."""

    name: str
    context: BrowserContext
    url: str
    page: Page = field(init=False)
    trouble: list[str] = field(default_factory=list)
    network_may_break: bool = False
    may_be_refused: bool = False
    elsewhere: str = ""  # where else the journey leads, such as the sign-in of a district

    @classmethod
    def at(cls, browser: Browser, url: str, device: str, name: str, session: str = "", **more: Any) -> Person:
        context = browser.new_context(base_url=url, **{"timezone_id": noon(), **DEVICES[device], **more})
        context.set_default_timeout(QUIET_S * 1000)
        context.add_init_script(LISTENS)
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
        person = cls(name, context, url)
        person.page = person.new_tab()
        return person

    def new_tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", lambda message: self.note(message))
        page.on("request", lambda request: self.note_host(request))
        page.on("pageerror", lambda error: self.trouble.append(f"{page.url}: {error}"))
        return page

    def note_host(self, request: Request) -> None:
        """No page of ours may ask anybody else for anything."""
        if not request.url.startswith((self.url, "data:", "blob:", *filter(None, [self.elsewhere]))):
            self.trouble.append(f"{request.frame.url} asks {request.url}")

    def note(self, message: ConsoleMessage) -> None:
        """Reports of the content security policy arrive here, too."""
        if message.type in {"error", "warning"}:
            self.trouble.append(f"{message.location.get('url', '')}: {message.text}")

    def complains_of_nothing(self) -> None:
        """Whatever the browser reported is the journey's failure."""
        asked = [BROKEN_NETWORK] * self.network_may_break + [REFUSED] * self.may_be_refused
        unasked = [t for t in self.trouble if not any(pattern.search(t) for pattern in asked)]
        assert unasked == [], f"In {self.name}'s browser: {unasked}"

    # ---- looking ----------------------------------------------------------------------------

    def goes(self, path: str) -> None:
        self.page.goto(path)

    def sees(self, words: str | re.Pattern[str], *, within: float = QUIET_S) -> None:
        expect(self.page.locator("body")).to_contain_text(words, timeout=within * 1000)

    def button(self, name: str | re.Pattern[str], inside: Locator | None = None) -> Locator:
        return (inside or self.page).get_by_role("button", name=name, exact=isinstance(name, str))

    def link(self, name: str | re.Pattern[str], inside: Locator | None = None) -> Locator:
        return (inside or self.page).get_by_role("link", name=name)

    def waits_for(self, condition: str, argument: Any = None, *, within: float = QUIET_S) -> None:
        """Until this JavaScript is true on the page. Asked from outside: inside, the page's policy forbids eval."""
        end = time.monotonic() + within
        while not self.holds(condition, argument):
            if time.monotonic() > end:
                raise AssertionError(f"{self.name} waited {within} s for {condition} with {argument!r}")
            self.page.wait_for_timeout(20)

    def follows(self, topics: int) -> None:
        """Until the wire has promised to tell this page of so many things: the inbox, and what the page shows."""
        self.waits_for(FOLLOWS, topics)

    def holds(self, condition: str, argument: Any = None) -> bool:
        """Whether it is true now; not while one page gives way to the next."""
        try:
            return bool(self.page.evaluate(condition, argument))
        except Error as error:
            if "Execution context was destroyed" not in error.message:
                raise
            return False

    def kept(self, table: str) -> list[Any]:
        """What this device keeps in one table of its store."""
        found: list[Any] = self.page.evaluate(KEPT, table)
        return found

    def answer_of(self, path: str) -> int:
        """The status this browser gets, without leaving the page."""
        return self.context.request.get(f"{self.url}{path}", max_redirects=0).status

    # ---- at the door ------------------------------------------------------------------------

    def signs_in(self, email: str, password: str) -> None:
        self.goes("/sign-in/password/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.button("Sign in").click()

    # ---- in the forum -----------------------------------------------------------------------

    @property
    def editor(self) -> Locator:
        """The rich editor, once it is there."""
        return self.page.locator(".editor.is-rich .ProseMirror")

    def opens_ask(self, space: str = "commons") -> None:
        self.goes(f"/forum/ask/?space={space}")
        expect(self.editor).to_be_visible()

    def writes(self, words: str) -> None:
        """Types into the editor; a reply's editor comes when somebody goes there."""
        self.page.locator("[data-editor]").click()
        expect(self.editor).to_be_visible()
        self.editor.click()
        self.editor.press_sequentially(words)

    def replies(self, words: str) -> None:
        """Returns when the reply stands on the page."""
        self.writes(words)
        self.button(re.compile("^Post to")).click()
        expect(self.post(words)).to_be_visible()

    def post(self, words: str) -> Locator:
        return self.page.locator("article.post", has_text=words)

    def chooses(self, act: str, of: Locator) -> None:
        """One act of the menu beside a post."""
        of.locator("summary").click()
        of.locator(".menu-list").locator(":is(a, button)", has_text=re.compile(rf"^\s*{act}\s*$")).click()

    def copies(self, html: str) -> None:
        """Puts this on the clipboard as another program would: in a tab of its own, with the keys for it."""
        other = self.context.new_page()
        other.goto(f"{self.url}/robots.txt")
        other.evaluate(COPIES, html)
        other.keyboard.press("Control+c")
        other.close()
        self.page.bring_to_front()

    # ---- in a room --------------------------------------------------------------------------

    def enters(self, room: str, *, query: str = "") -> None:
        """Opens a room and waits until the wire has answered."""
        self.page.goto(f"/rooms/{room}/{query}")
        self.is_live()

    def is_live(self) -> None:
        self.waits_for(ENTERED)

    @property
    def words(self) -> Locator:
        return self.page.locator("[data-words]")

    @property
    def messages(self) -> Locator:
        """Of the room itself: in a thread beside it, some stand once more."""
        return self.page.locator("room-page li.msg")

    def message(self, words: str) -> Locator:
        return self.page.locator("room-page li.msg", has_text=words)

    def says(self, words: str, *, shown: str = "") -> None:
        """Writes and sends; returns when it stands in the room, sent or not."""
        self.words.fill(words)
        self.button("Send").click()
        expect(self.message(shown or words).last).to_be_visible()

    def pumps_until(self, check: Callable[[], bool], *, within: float = QUIET_S) -> None:
        """For what the browser itself tells, such as the frames it sent: it speaks only while it is asked."""
        end = time.monotonic() + within
        while not check():
            assert time.monotonic() < end, "It did not happen."
            self.page.wait_for_timeout(20)

    def hears(self, words: str, *, within: float = QUIET_S) -> None:
        expect(self.message(words)).to_have_count(1, timeout=within * 1000)

    def room_holds(self, bodies: Sequence[str], *, within: float = QUIET_S) -> None:
        """Exactly these, in this order, all of them sent."""
        self.waits_for(HOLDS, list(bodies), within=within)

    def does(self, act: str, to: Locator) -> None:
        """One act of a message's menu, by its name there."""
        to.hover()
        self.button("More", to).click()
        self.page.locator(".floating-menu").get_by_role("button", name=act, exact=True).click()


FOLLOWS = "(topics) => window.heardSinceWelcome.filter((type) => type === 'followed').length >= topics"
COPIES = """(html) => document.addEventListener('copy', (event) => {
  event.clipboardData.setData('text/html', html);
  event.preventDefault();
})"""
ENTERED = """() => {
  const room = document.querySelector('room-page');
  return Boolean(room?.socket?.up && window.heardSinceWelcome.includes('entered'));
}"""
# Notes the kinds of frames that came since the newest connection; the page itself has no need to remember them.
LISTENS = """
window.heardSinceWelcome = [];
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', ({ data }) => {
      for (const { type } of [JSON.parse(data)].flat()) {
        if (type === 'welcome') window.heardSinceWelcome = [];
        window.heardSinceWelcome.push(type);
      }
    });
  }
};
"""
HOLDS = """(bodies) => {
  const room = document.querySelector('room-page');
  const held = room.timeline.ordered().filter((m) => !m.deleted).map((m) => m.body);
  return !room.outbox.items.length && JSON.stringify(held) === JSON.stringify(bodies);
}"""
KEPT = """(table) => new Promise((resolve, reject) => {
  const opening = indexedDB.open('community');
  opening.onupgradeneeded = () => opening.transaction.abort(); // nothing is kept; looking must not make anything
  opening.onerror = () => resolve([]);
  opening.onsuccess = () => {
    const database = opening.result;
    if (![...database.objectStoreNames].includes(table)) { database.close(); resolve([]); return; }
    const all = database.transaction(table).objectStore(table).getAll();
    all.onsuccess = () => { database.close(); resolve(all.result); };
  };
})"""
