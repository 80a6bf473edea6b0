"""A backup was put back while people sat in a room: what they know may never have happened."""

from __future__ import annotations

from tests.browser.person import Person
from tests.browser.served import Served
from tests.browser.test_bad_network import COMES_BACK_S

TAKE_BACK = """
from cohorts.models import Message, Room
Message.objects.filter(room_id="{room}", seq__gt=1).delete()
Room.objects.filter(pk="{room}").update(rev=1, last_seq=1, message_count=1)
"""


def test_after_a_backup_was_put_back_a_room_begins_anew(served: Served, ada: Person, ben: Person) -> None:
    """By the time they come back, the room has as many changes as they remember: only the epoch tells."""
    room = served.hands("room", name="Put back")
    ada.network_may_break = ben.network_may_break = True
    ada.enters(room)
    ben.enters(room)
    for words in ("Kept", "Lost, first", "Lost, second"):
        ada.says(words)
        ben.hears(words)
    served.stop()
    ben.says("Not sent yet")
    served.run("manage.py", "shell", "-c", TAKE_BACK.format(room=room))
    served.run("manage.py", "restored")
    for words in ("New, first", "New, second", "New, third"):
        served.hands("say_unheard", handle="fay", room_id=room, body=words)
    served.start()
    for person in (ada, ben):
        person.room_holds(["Kept", "New, first", "New, second", "New, third", "Not sent yet"], within=COMES_BACK_S)
