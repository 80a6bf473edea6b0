"""How far people read: noted at once, stored within a second, told within two."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from community.live.protocol import encode

if TYPE_CHECKING:
    from community.live.process import Process

logger = logging.getLogger("community.live")


class Marks:
    """The read marks of one process. What is told is what was stored: never beyond the newest message, never back."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.unsaved: dict[tuple[int, str], int] = {}
        self.untold: dict[str, dict[int, int]] = {}

    def note(self, member_id: int, topic: str, seq: int) -> None:
        key = (member_id, topic)
        self.unsaved[key] = max(seq, self.unsaved.get(key, 0))

    async def keep(self) -> None:
        while True:
            await asyncio.sleep(1)
            await self.save()
            await asyncio.sleep(1)
            await self.save()
            try:
                await self.tell()
            except Exception:
                logger.exception("Read marks were stored, but not told")

    async def save(self) -> None:
        marks, self.unsaved = self.unsaved, {}
        if not marks:
            return
        try:
            moved = await self.process.run(self.process.door.store_reads, marks)
        except Exception:
            logger.exception("%d read marks were not stored; trying again", len(marks))
            for (member_id, topic), seq in marks.items():
                self.note(member_id, topic, seq)
        else:
            for (member_id, topic), seq in moved.items():
                self.untold.setdefault(topic, {})[member_id] = seq

    async def tell(self) -> None:
        """To everybody in rooms of up to 50; elsewhere, and of who shows it to nobody, to the reader's own tabs."""
        told, self.untold = self.untold, {}
        if not told:
            return
        small = await self.process.run(self.process.door.small_rooms, list(told))
        readers = sorted({member_id for topic in small & told.keys() for member_id in told[topic]})
        quiet = await self.process.run(self.process.door.quiet_readers, readers) if readers else set()
        # A mark tells that something was said: whoever was sent away before must not learn it.
        at = await self.process.run(self.process.door.epoch)
        for topic, marks in told.items():
            for member_id, seq in marks.items():
                frame = encode("read", room=topic[5:], member=member_id, seq=seq)
                if topic in small and member_id not in quiet:
                    self.process.publish(topic, at, frame)
                else:
                    for who in self.process.hub.by_member.get(member_id, ()):
                        if topic in who.topics:
                            who.send(frame)
