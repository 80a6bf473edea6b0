"""The same job as a good engineer would do it from the official tutorials: what our figures are compared with.

Stock ASGI handler on Daphne, Django templates, generic views, `AsyncJsonWebsocketConsumer` with `group_send` over the
Redis channel layer, `database_sync_to_async` for every save. Nothing is slowed down, nothing is tuned.
"""
