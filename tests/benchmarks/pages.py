"""`pages`: what a signed-in member waits for in the forum, in a community that has written for years."""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode
from uuid import uuid4

from tests.benchmarks.firstview import first_view
from tests.benchmarks.machine import figure, percentile, spread
from tests.benchmarks.report import Report
from tests.benchmarks.servers import Ours, Server, Stack, Textbook
from tests.benchmarks.web import Web

IN_FLIGHT = 16
WRITERS = 16


@dataclass(slots=True)
class Sizes:
    threads: int
    posts: int
    deep: int
    pairs: int
    seconds: float
    ones: int


FULL = Sizes(threads=20_000, posts=200_000, deep=5_000, pairs=5, seconds=5, ones=200)
QUICK = Sizes(threads=2_000, posts=20_000, deep=2_000, pairs=2, seconds=3, ones=60)


@dataclass(slots=True)
class Site:
    """A running server and where its pages are."""

    server: Server
    plan: dict[str, object]

    def __getattr__(self, name: str) -> str:
        return str(self.plan[name])

    def web(self, lines: int = 1, expect: int = 200) -> Web:
        return Web(self.server.port, lines=lines, expect=expect)


def run(stack: Stack, *, quick: bool) -> Report:
    report, sizes = Report("pages"), QUICK if quick else FULL
    report.facts["stack"] = stack.words
    with site(Ours, stack, sizes) as ours, site(Textbook, stack, sizes) as textbook:
        for page in ("thread", "latest"):
            busiest(report, page, ours, textbook, sizes)
        alone(report, ours, textbook, sizes)
        depth(report, ours, sizes)
        replies(report, ours, textbook, sizes)
        statements(report, ours)
        first_view(report, ours)
        growth(report, stack, ours, sizes)
    return report


@contextlib.contextmanager
def site(kind: type[Ours | Textbook], stack: Stack, sizes: Sizes) -> Iterator[Site]:
    with kind(stack) as server:
        plan = server.prepare("forum", threads=sizes.threads, posts=sizes.posts, deep=sizes.deep)
        server.start()
        yield Site(server, plan)


def busiest(report: Report, page: str, ours: Site, textbook: Site, sizes: Sizes) -> None:
    """As many pages a second as there are with 16 waiting for one at any time."""
    found: dict[Site, list[float]] = {}
    cpu: dict[Site, list[float]] = {}
    ratios = []
    for _ in range(sizes.pairs):
        pair = []
        for who in (ours, textbook):
            web = who.web(IN_FLIGHT)
            request = web.get(getattr(who, page), who.cookie)
            began = who.server.cpu()
            answers = web.steady(lambda request=request: request, sizes.seconds)  # type: ignore[misc]
            spent = (who.server.cpu() - began) / max(1, len(answers.seconds)) * 1e3
            web.close()
            if answers.wrong:
                raise RuntimeError(f"{answers.wrong} wrong answers for {page}: {who.server.log()[-2000:]}")
            found.setdefault(id(who), []).append(answers.per_second)  # type: ignore[call-overload]
            cpu.setdefault(id(who), []).append(spent)  # type: ignore[call-overload]
            pair.append(answers.per_second)
        ratios.append(pair[0] / pair[1])
    mine, theirs = found.values()
    ratio = median(mine) / median(theirs)
    report.row(
        f"{page} page, 16 at once: pages/s", spread(mine), textbook=spread(theirs), target="≥ 2×", met=ratio >= 2,
        ratio=f"{ratio:.1f}× ({min(ratios):.1f} to {max(ratios):.1f})",
    )  # fmt: skip
    spent_mine, spent_theirs = (median(values) for values in cpu.values())
    report.row(f"{page} page: server CPU ms", figure(spent_mine), textbook=figure(spent_theirs),
               ratio=f"{spent_theirs / spent_mine:.1f}× less")  # fmt: skip
    key = "ratio" if page == "thread" else "latest_ratio"
    report.facts |= {key: round(ratio, 2), f"{page}_per_s": round(median(mine)), f"{page}_cpu_ms": round(spent_mine, 2)}


def one_by_one(who: Site, path: str, count: int) -> list[float]:
    """Milliseconds, one request after the other."""
    web = who.web()
    request = web.get(path, who.cookie)
    web.times(lambda: request, 10)
    answers = web.times(lambda: request, count)
    web.close()
    return [seconds * 1e3 for seconds in answers.seconds]


def alone(report: Report, ours: Site, textbook: Site, sizes: Sizes) -> None:
    mine, theirs = (one_by_one(who, who.thread, sizes.ones) for who in (ours, textbook))
    p50, p99 = percentile(mine, 0.5), percentile(mine, 0.99)
    report.row(
        "thread page, one at a time: p50 / p99 ms", f"{p50:.1f} / {p99:.1f}", target="p50 ≤ 10", met=p50 <= 10,
        textbook=f"{percentile(theirs, 0.5):.1f} / {percentile(theirs, 0.99):.1f}",
        ratio=f"{percentile(theirs, 0.5) / p50:.1f}× sooner",
    )  # fmt: skip
    report.facts |= {"p50_ms": round(p50, 2), "p99_ms": round(p99, 2)}


def depth(report: Report, ours: Site, sizes: Sizes) -> None:
    """The last page of the longest thread against its first: nothing may count from the beginning."""
    deep = one_by_one(ours, f"{ours.deep}?to={ours.deep_to}", sizes.ones)
    first = one_by_one(ours, f"{ours.deep}?to=2", sizes.ones)
    ratio = median(deep) / median(first)
    report.row(f"page deep in {sizes.deep:,} posts / first page", f"{median(deep):.1f} / {median(first):.1f} ms",
               ratio=f"{ratio:.2f}", target="≤ 1.3", met=ratio <= 1.3)  # fmt: skip
    report.facts["deep_ratio"] = round(ratio, 3)


def growth(report: Report, stack: Stack, ours: Site, sizes: Sizes) -> None:
    small = Sizes(sizes.threads // 10, sizes.posts // 10, sizes.deep // 10, 0, 0, 0)
    with site(Ours, stack, small) as young:
        for page in ("thread", "latest"):
            many, few = (one_by_one(who, getattr(who, page), sizes.ones) for who in (ours, young))
            ratio = median(many) / median(few)
            report.row(f"{page} page with {sizes.posts:,} posts / {small.posts:,}",
                       f"{median(many):.1f} / {median(few):.1f} ms", ratio=f"{ratio:.2f}", target="≤ 1.3",
                       met=ratio <= 1.3)  # fmt: skip
            report.facts[f"{page}_growth"] = round(ratio, 3)


# ---- writing ----------------------------------------------------------------------------------


def token(who: Site, cookie: str, path: str) -> tuple[str, str]:
    """(cookie header with the CSRF cookie, masked token) as a browser has after opening the page."""
    web = who.web()
    line = web.lines[0]
    line.sock.sendall(web.get(path, cookie))
    seen = b""
    line.sock.settimeout(20)
    while b"</html>" not in seen:
        seen += line.sock.recv(1 << 16)
    web.close()
    secret = re.search(rb"(?i)set-cookie: ([\w-]*csrftoken=\w+)", seen)
    masked = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', seen)
    assert secret is not None
    assert masked is not None
    return f"{cookie}; {secret[1].decode()}", masked[1].decode()


def reply_requests(who: Site, web: Web) -> Iterator[bytes]:
    """Replies by sixteen members in turn, to sixteen threads."""
    paths = list(who.plan["replies"])[:WRITERS]  # type: ignore[call-overload]
    writers = list(who.plan["writers"])[:WRITERS]  # type: ignore[call-overload]
    ready = [(path, *token(who, cookie, path)) for path, cookie in zip(paths, writers, strict=True)]
    words = "<p>We opened with nine children and two guides. The board asked for a budget line by line.</p>"
    for path, cookie, masked in itertools.cycle(ready):
        form = {"csrfmiddlewaretoken": masked, "nonce": str(uuid4())}
        form |= {"body": words} if isinstance(who.server, Ours) else {"html": words}
        yield web.post(f"{path}reply/", cookie, urlencode(form).encode())


def replies(report: Report, ours: Site, textbook: Site, sizes: Sizes) -> None:
    rows = {}
    for who in (ours, textbook):
        web = who.web(1, expect=302)
        requests = reply_requests(who, web)
        alone_ = web.times(lambda requests=requests: next(requests), sizes.ones)  # type: ignore[misc]
        web.close()
        web = who.web(WRITERS, expect=302)
        requests = reply_requests(who, web)
        together = web.steady(lambda requests=requests: next(requests), sizes.seconds)  # type: ignore[misc]
        web.close()
        if alone_.wrong or together.wrong:
            print(f"    {who.server.settings}: {alone_.wrong}, {together.wrong} replies not taken")
        rows[who.server.settings] = (
            percentile(alone_.seconds, 0.5) * 1e3, percentile(together.seconds, 0.99) * 1e3,
            together.per_second, alone_.wrong + together.wrong,
        )  # fmt: skip
        time.sleep(0.5)
    mine, theirs = rows.values()
    report.row(
        "reply stored: p50 alone; p99 of 16 writers, ms", f"{mine[0]:.1f}; {mine[1]:.0f}",
        textbook=f"{theirs[0]:.1f}; {theirs[1]:.0f}", target="≤ 15; ≤ 400", ratio=f"{theirs[1] / mine[1]:.1f}× sooner",
        met=mine[0] <= 15 and mine[1] <= 400,
    )  # fmt: skip
    report.row("replies/s of 16 writers (refused)", f"{mine[2]:.0f} ({mine[3]})",
               textbook=f"{theirs[2]:.0f} ({theirs[3]})", met=not mine[3], target="(0)")  # fmt: skip
    report.facts |= {"reply_p50_ms": round(mine[0], 1), "reply_p99_ms": round(mine[1], 1)}


def statements(report: Report, ours: Site) -> None:
    """SQL statements of each page, sessions and sidebar included, counted in a process of its own."""
    plan = json.dumps({"thread": ours.thread, "latest": ours.latest, "cookie": ours.cookie})
    counts: dict[str, int] = json.loads(ours.server.django("-m", "tests.benchmarks.prepare", "statements", plan))
    limits = {"latest": 8, "thread": 10, "reply": 15}
    report.row("SQL statements: latest / thread / reply", " / ".join(str(counts[page]) for page in limits),
               target=" / ".join(map(str, limits.values())), met=all(counts[p] <= most for p, most in limits.items()),
    )  # fmt: skip
    report.facts["statements"] = counts
