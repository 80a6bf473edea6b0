"""What a browser fetches when a member opens a page for the first time: requests and bytes, fonts apart."""

from __future__ import annotations

import gzip
import shutil
from typing import TYPE_CHECKING, Any

from tests.benchmarks.report import Aim, Report

if TYPE_CHECKING:
    from tests.benchmarks.pages import Site

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]  # fmt: skip

FIRST_VIEW = Aim((150, 8, 75), (60, 5, 75), (40, 4, 75))


def first_view(report: Report, ours: Site) -> None:
    """Counted in Chromium with an empty cache. Bytes as a proxy with gzip would send them."""
    from playwright.sync_api import sync_playwright

    base = f"http://127.0.0.1:{ours.server.port}"
    name, _, value = ours.cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        for page_name in ("latest", "thread"):
            context = browser.new_context()
            context.add_cookies([{"name": name, "value": value, "url": base}])
            page = context.new_page()
            fetched: list[tuple[str, int]] = []
            page.on("response", lambda response, fetched=fetched: note(response, fetched))
            page.goto(base + getattr(ours, page_name))
            page.wait_for_load_state("networkidle")
            fonts = sum(size for kind, size in fetched if kind == "font")
            others = [size for kind, size in fetched if kind != "font"]
            values = (sum(others) / 1024, len(others), fonts / 1024)
            report.row(f"first view of {page_name}: KB gzipped; requests; KB of fonts",
                       "; ".join(f"{value:.0f}" for value in values), aim=FIRST_VIEW, values=values)  # fmt: skip
            report.facts[f"first_view_{page_name}"] = {
                "kb": round(sum(others) / 1024), "requests": len(others), "fonts_kb": round(fonts / 1024)
            }  # fmt: skip
            context.close()
        browser.close()


def note(response: Any, fetched: list[tuple[str, int]]) -> None:
    kind = response.request.resource_type
    if kind in {"websocket", "preflight"}:
        return
    body = response.body()
    fetched.append((kind, len(body) if kind in {"font", "image"} else len(gzip.compress(body, 6))))
