"""The levels of following, and what each of them means. Pure: wishes of one's own, not rights."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    WATCH = "watch"
    FIRST = "first"  # of spaces and tags
    TRACK = "track"
    NORMAL = "normal"
    MUTE = "mute"


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the menu."""

    level: Level
    words: str
    hint: str


NORMALLY = "When somebody answers or mentions you."
OF_A_THREAD = (
    Choice(Level.WATCH, "Tell me about every reply", "In your inbox, and by mail while you are away."),
    Choice(Level.TRACK, "Keep it among what I follow", "Unread there when something is new; no notice."),
    Choice(Level.NORMAL, "Normal", NORMALLY),
    Choice(Level.MUTE, "Leave me in peace", "No notice, not even when you are mentioned, and never shown as unread."),
)
OF_A_SPACE = (
    Choice(Level.WATCH, "Tell me about every reply", "And about every new question here."),
    Choice(Level.FIRST, "Tell me about new questions", "Not about the replies."),
    Choice(Level.TRACK, "Keep it among what I follow", "Unread there when something is new; no notice."),
    Choice(Level.NORMAL, "Normal", NORMALLY),
    Choice(Level.MUTE, "Leave me in peace", "Never shown as unread. You still hear of your own questions here."),
)
OF_A_TAG = (
    Choice(Level.WATCH, "Tell me about every reply", "And about every new question with this tag."),
    Choice(Level.FIRST, "Tell me about new questions", "Not about the replies."),
    Choice(Level.TRACK, "Keep it among what I follow", "Unread there when something is new; no notice."),
    Choice(Level.NORMAL, "Normal", NORMALLY),
    Choice(Level.MUTE, "Leave me in peace", "Not on your home, never unread. You still hear of your own questions."),
)
# Of several that hold for one question, its space's and its tags', the first of these.
STRONGEST = (Level.MUTE, Level.WATCH, Level.FIRST, Level.TRACK, Level.NORMAL)
FOLLOWED = (Level.WATCH, Level.FIRST, Level.TRACK)


@dataclass(frozen=True, slots=True)
class Wish:
    """What one member chose for a thread, and the strongest of what they chose for its space and its tags; empty:
    nothing."""

    thread: str = ""
    space: str = ""

    def wants(self, *, asked: bool, addressed: bool) -> bool:
        """To be told of a post there. `asked`: it is about their own question. `addressed`: it answers or names them.

        The question's own level goes before that of its space, and one's own question before the space's.
        """
        if self.thread:
            return self.thread == Level.WATCH or (addressed and self.thread != Level.MUTE)
        if asked or self.space == Level.WATCH:
            return True
        return addressed and self.space != Level.MUTE

    def of_thread(self, *, asked: bool) -> str:
        """Which line of the question's menu is the one that holds."""
        if self.thread:
            return self.thread
        if asked or self.space == Level.WATCH:
            return Level.WATCH
        return self.space if self.space in {Level.TRACK, Level.MUTE} else Level.NORMAL

    @property
    def muted(self) -> bool:
        return (self.thread or self.space) == Level.MUTE


NONE = Wish()
