"""The main screens of the demo community, and who looks at each; `shots.py` draws them."""

from __future__ import annotations

from dataclasses import dataclass

LIVE = "() => document.querySelector('room-page')?.socket?.up"
# One message on its way, one refused, and no connection: what a bad evening looks like.
BAD_EVENING = """() => {
  const { outbox, scroll } = document.querySelector('room-page');
  if (!outbox.items.length) outbox.add({ body: 'x'.repeat(8001) });
  if (!document.querySelector('.failed')) return false;
  outbox.say = () => false;
  if (outbox.items.length < 2) outbox.add({ body: 'I can walk through our per-pupil sheet on Thursday.' });
  document.querySelector('[data-offline]').hidden = false;
  document.querySelector('li:has(.failed) .words').textContent = 'Here is the one with transport.';
  scroll.toEnd();
  return Boolean(document.querySelector('.state-sending'));
}"""
RICH = "() => Boolean(document.querySelector('.editor.is-rich'))"


@dataclass(frozen=True, slots=True)
class Screen:
    """`place` is an address; in braces stand names of what the hands found (arranging.landmarks)."""

    name: str
    who: str
    place: str
    ready: str = "() => true"
    press: str = ""  # what is clicked before the picture is taken
    keys: str = ""  # and what is typed then
    readme: bool = False


MEMBER, MODERATOR, OWNER, VISITOR = "maria", "ana", "josephine", ""
FACILITATOR = "renee"
OUTSIDE = "walt"  # whose access is paused
SEATS = "elena"  # who looks after the seats of her district

SCREENS = (
    Screen("sign-in", VISITOR, "/sign-in/"),
    Screen("password", VISITOR, "/sign-in/password/"),
    Screen("forgotten", VISITOR, "/sign-in/password/forgotten/"),
    Screen("join", VISITOR, "{invitation}"),
    Screen("join-closed", VISITOR, "/invitation/never-was-one/"),
    Screen("ground-rules", VISITOR, "/help/ground-rules/"),
    Screen("home", MEMBER, "/", readme=True),
    Screen("home-moderator", MODERATOR, "/"),
    Screen("home-first-day", "first", "/"),
    Screen("forum", MEMBER, "/forum/"),
    Screen("forum-unread", MEMBER, "/forum/?show=unread"),
    Screen("forum-following", MEMBER, "/forum/?show=following&marked=1"),
    Screen("forum-unanswered", MEMBER, "/forum/?show=unanswered"),
    Screen("forum-keys", MEMBER, "/forum/", keys="?"),
    Screen("spaces", MEMBER, "/forum/spaces/"),
    Screen("space", MEMBER, "/forum/in/facilities/"),
    Screen("tags", MEMBER, "/forum/tags/"),
    Screen("tag", MEMBER, "/forum/tags/leases/"),
    Screen("tag-follow", MEMBER, "/forum/tags/leases/", press=".follow-menu summary"),
    Screen("following", MEMBER, "/forum/following/"),
    Screen("thread-tags", MODERATOR, "{thread}tags/"),
    Screen("keep-tags", MODERATOR, "/moderation/tags/"),
    Screen("keep-tag", MODERATOR, "/moderation/tags/leases/"),
    Screen("ask-tags", MEMBER, "/forum/ask/?space=facilities", RICH, press=".tag-fold summary"),
    Screen("readers", MEMBER, "/forum/in/public-school-cohort/readers/"),
    Screen("thread", MEMBER, "{thread}", readme=True),
    Screen("poll", MEMBER, "{poll}#poll"),
    Screen("poll-ranked", MEMBER, "{poll_ranked}#poll", press="#poll details summary"),
    Screen("poll-anonymous", MEMBER, "{poll_anonymous}#poll"),
    Screen("settle", MEMBER, "{settle}"),
    Screen("announcement", MEMBER, "{announcement}"),
    Screen("thread-new", MEMBER, "{thread_new}#new"),
    Screen("thread-menu", MEMBER, "{thread}", press=".post .menu summary"),
    Screen("thread-follow", MEMBER, "{thread}", press=".follow-menu summary"),
    Screen("space-follow", MEMBER, "/forum/in/facilities/", press=".follow-menu summary"),
    Screen("thread-reply", MEMBER, "{thread}#reply", RICH, press="#reply [data-editor] textarea"),
    Screen("ask", MEMBER, "/forum/ask/?space=facilities", RICH),
    Screen("bookmarks", MEMBER, "/bookmarks/"),
    Screen("bookmarks-empty", "first", "/bookmarks/"),
    Screen("bookmark", MEMBER, "{thread}2/bookmark/"),
    Screen("ask-poll", MODERATOR, "/forum/ask/?space=facilities", RICH, press="input[name=kind][value=poll]"),
    Screen("history", MEMBER, "{edited}history/"),
    Screen("order", MODERATOR, "{thread}order/"),
    Screen("print", MEMBER, "{thread}print/"),
    Screen("label", MODERATOR, "{thread}label/"),
    Screen("space-settings", MODERATOR, "/forum/in/facilities/settings/"),
    Screen("split", MODERATOR, "{thread}split/?reply=3"),
    Screen("merge", MODERATOR, "{thread}merge/"),
    Screen("edit", MEMBER, "{own_post}edit/", RICH),
    Screen("wiki", MEMBER, "{wiki}"),
    Screen("edit-wiki", MEMBER, "{wiki}1/edit/", RICH),
    Screen("rooms", MEMBER, "/rooms/"),
    Screen("room", MEMBER, "{room}", LIVE, readme=True),
    Screen("room-empty", "first", "{room_empty}", LIVE),
    Screen("room-bad-evening", MEMBER, "{room}", BAD_EVENING),
    Screen("room-hard", "first", "{room_hard}", LIVE),
    Screen("thread-hard", "first", "{thread_hard}"),
    Screen("talks", MEMBER, "/talks/"),
    Screen("new-talk", MEMBER, "/talks/new/"),
    Screen("room-menu", MEMBER, "{room}", LIVE, press="li.msg:last-child .words", keys="Enter"),
    Screen("cohort", MEMBER, "{cohort}"),
    Screen("cohort-moderator", MODERATOR, "{cohort}"),
    Screen("cohort-open", MEMBER, "{year_open}"),
    Screen("cohort-waiting", "marcus", "{year_open}"),
    Screen("cohort-draft", MODERATOR, "{year_draft}"),
    Screen("cohort-alumni", MEMBER, "{year_alumni}"),
    Screen("cohort-archived", MEMBER, "{year_archived}"),
    Screen("room-alumni", MEMBER, "{room_alumni}", LIVE),
    Screen("room-archived", MEMBER, "{room_archived}", LIVE),
    Screen("earlier-cohorts", MEMBER, "/rooms/earlier/"),
    Screen("year-open", FACILITATOR, "{year_open}year/"),
    Screen("roll-forward", MODERATOR, "{cohort}next-year/"),
    Screen("year-alumni", MODERATOR, "{year_alumni}year/"),
    Screen("quote-choose", FACILITATOR, "{quote_choose}"),
    Screen("quote-draft", FACILITATOR, "{quote_draft}"),
    Screen("quote-asked", FACILITATOR, "{quote_asked}"),
    Screen("quote-mine", MEMBER, "{quote_mine}"),
    Screen("live-sessions", MEMBER, "{sessions}"),
    Screen("live-sessions-facilitator", FACILITATOR, "{sessions}"),
    Screen("session", MEMBER, "{session}"),
    Screen("session-facilitator", FACILITATOR, "{session}"),
    Screen("session-full", MEMBER, "{session_full}"),
    Screen("session-off", MEMBER, "{session_off}"),
    Screen("session-was", MEMBER, "{session_was}"),
    Screen("session-after", FACILITATOR, "{session_was}after/"),
    Screen("cohort-hours", FACILITATOR, "{cohort}hours/"),
    Screen("my-hours", MEMBER, "/you/hours/"),
    Screen("my-certificates", MEMBER, "/you/certificates/"),
    Screen("how-hours-count", FACILITATOR, "{cohort}hours/how/"),
    Screen("code-word", FACILITATOR, "{session}word/"),
    Screen("programme", MEMBER, "{cohort}programme/"),
    Screen("programme-facilitator", FACILITATOR, "{cohort}programme/"),
    Screen("programme-progress", FACILITATOR, "{cohort}programme/progress/"),
    Screen("add-milestone", FACILITATOR, "{cohort}programme/new/"),
    Screen("schedule-session", FACILITATOR, "{sessions}new/"),
    Screen("cancel-session", FACILITATOR, "{session}cancel/"),
    Screen("calendar", MEMBER, "/you/calendar/"),
    Screen("library", MEMBER, "/library/", readme=True),
    Screen("library-narrowed", MEMBER, "/library/?school=district&grades=9-12"),
    Screen("library-empty", MEMBER, "/library/?q=zebra"),
    Screen("document", MEMBER, "{word}"),
    Screen("document-starter", MEMBER, "{starter}"),
    Screen("document-sheets", MODERATOR, "{sheets}"),
    Screen("document-offered", MEMBER, "{offered}"),
    Screen("document-to-read", MODERATOR, "{offered}"),
    Screen("bring", MEMBER, "/library/share/"),
    Screen("brought", MEMBER, "{brought}"),
    Screen("providers", MEMBER, "/library/providers/"),
    Screen("provider", MEMBER, "{provider}"),
    Screen("provider-suggest", MEMBER, "/library/providers/suggest/"),
    Screen("document-notes", MEMBER, "{word}#notes"),
    Screen("compare", MEMBER, "{compare}"),
    Screen("our-shelf", MEMBER, "/library/ours/"),
    Screen("document-ours", MEMBER, "{ours}"),
    Screen("document-tree", MEMBER, "{word}"),
    Screen("collection", MODERATOR, "{collection}"),
    Screen("requests", MEMBER, "/library/requests/"),
    Screen("requests-moderator", MODERATOR, "/library/requests/"),
    Screen("fill", MEMBER, "{fill}"),
    Screen("share", MODERATOR, "/library/share/"),
    Screen("people", MEMBER, "/people/"),
    Screen("person", MEMBER, "/people/renee/"),
    Screen("you", MEMBER, "/you/"),
    Screen("inbox", MEMBER, "/notices/"),
    Screen("nameless", MEMBER, "{nameless}"),
    Screen("unmask", MODERATOR, "{unmask}"),
    Screen("unmask-asked", OWNER, "{unmask}"),
    Screen("drafts", MEMBER, "/drafts/"),
    Screen("drafts-empty", "first", "/drafts/"),
    Screen("mail", MEMBER, "/you/mail/"),
    Screen("mail-off", VISITOR, "{mail_off}"),
    Screen("inbox-empty", "first", "/notices/"),
    Screen("search", MEMBER, "/search/?q=fire"),
    Screen("search-narrowed", MEMBER, "/search/?q=fire+after%3A366d&in=posts"),
    Screen("search-empty", MEMBER, "/search/?q=zebra"),
    Screen("search-hints", MEMBER, "/search/"),
    Screen("help", MEMBER, "/help/"),
    Screen("who-sees-me", MEMBER, "/help/who-sees-me/"),
    Screen("desk", MODERATOR, "/moderation/"),
    Screen("desk-person", OWNER, "/moderation/people/dev/"),
    Screen("desk-remove", MODERATOR, "/moderation/people/dev/", press=".decide-choices .choice:last-child summary"),
    Screen("desk-paused", MODERATOR, "/moderation/people/walt/"),
    Screen("invitations", OWNER, "/moderation/invitations/"),
    Screen("organizations", MODERATOR, "/moderation/organizations/"),
    Screen("log", MODERATOR, "/moderation/log/"),
    Screen("new-space", MODERATOR, "/forum/spaces/new/"),
    Screen("new-cohort", MODERATOR, "/cohorts/new/"),
    Screen("door", OUTSIDE, "/"),
    Screen("apply", VISITOR, "/apply/"),
    Screen("apply-lost", VISITOR, "/apply/lost/"),
    Screen("applications", MODERATOR, "/moderation/applications/"),
    Screen("application", MODERATOR, "{application}"),
    Screen("admit", OWNER, "{application}admit/"),
    Screen("questions", MODERATOR, "/moderation/questions/"),
    Screen("links", MODERATOR, "/moderation/links/"),
    Screen("lists", MODERATOR, "/moderation/lists/"),
    Screen("agreement-desk", OWNER, "/moderation/agreement/"),
    Screen("membership", MODERATOR, "/moderation/organizations/alder-creek/membership/"),
    Screen("seats", SEATS, "/seats/"),
    Screen("second-step", OWNER, "/moderation/policy/"),
    Screen("sign-ins", OWNER, "/moderation/sign-in/new/"),
    Screen("agreement", MEMBER, "/agreement/"),
    Screen("signing-in", MEMBER, "/you/signing-in/"),
    Screen("sessions", MEMBER, "/you/sessions/"),
    Screen("words", MEMBER, "/you/words/"),
    Screen("leave", MEMBER, "/you/leave/"),
    Screen("vouching", MEMBER, "/vouching/"),
    Screen("not-found", MEMBER, "/forum/in/nowhere/"),
    Screen("password-set", MEMBER, "/you/password/"),
    Screen("sign-out", MEMBER, "/you/sign-out/"),
)
