"""Even the page that says so is broken."""

from __future__ import annotations

from tests.server.stand.urls import urlpatterns
from tests.server.stand.views import breaks

__all__ = ["handler500", "urlpatterns"]

handler500 = breaks
