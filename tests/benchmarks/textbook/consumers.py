"""The chat tutorial, with the message saved before it is sent to the group."""

from __future__ import annotations

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from tests.benchmarks.textbook.models import Message, Room


class ChatConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    async def connect(self) -> None:
        self.user = self.scope["user"]
        self.room_id = self.scope["url_route"]["kwargs"]["room_id"]
        if not self.user.is_authenticated or not await self.may_enter():
            await self.close()
            return
        self.group = f"room_{self.room_id}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        if hasattr(self, "group"):
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive_json(self, content: dict[str, Any], **kwargs: Any) -> None:
        message = await self.save(content["body"])
        await self.channel_layer.group_send(self.group, {"type": "chat.message", "message": message})

    async def chat_message(self, event: dict[str, Any]) -> None:
        await self.send_json({"type": "message", **event["message"]})

    @database_sync_to_async  # type: ignore[misc]
    def may_enter(self) -> bool:
        return Room.objects.filter(pk=self.room_id, members=self.user).exists()

    @database_sync_to_async  # type: ignore[misc]
    def save(self, body: str) -> dict[str, Any]:
        message = Message.objects.create(room_id=self.room_id, author=self.user, body=body)
        return {
            "id": message.pk,
            "room": self.room_id,
            "author": {"id": self.user.pk, "username": self.user.username},
            "body": message.body,
            "created_at": message.created_at.isoformat(),
        }
