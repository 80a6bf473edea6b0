"""`pages`: what a signed-in member waits for in the forum, in a community that has written for years."""

from __future__ import annotations

import contextlib
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode
from uuid import uuid4

from tests.benchmarks.firstview import first_view
from tests.benchmarks.machine import Busy, Watch, figure, percentile, spread, typical
from tests.benchmarks.report import Aim, Report
from tests.benchmarks.servers import Ours, Server, Stack, Textbook
from tests.benchmarks.web import Web

IN_FLIGHT = 16
WRITERS = 16

MOST = Aim((2,), (5,), (10,), sign="≥", unit="×")
ALONE = Aim((10,), (4,), (2,))
FLAT = Aim((1.3,), (1.1,), (1.05,))
STATEMENTS = Aim((8, 10, 15), (4, 6, 10), (3, 4, 8))
REPLY = Aim((15, 400), (6, 150), (4, 80))


@dataclass(slots=True)
class Sizes:
    threads: int
    posts: int
    deep: int
    writers: int
    pairs: int
    seconds: float
    ones: int


FULL = Sizes(threads=20_000, posts=200_000, deep=5_000, writers=800, pairs=5, seconds=5, ones=200)
QUICK = Sizes(threads=2_000, posts=20_000, deep=2_000, writers=200, pairs=2, seconds=3, ones=60)


@dataclass(slots=True)
class Load:
    """What the runs of one side took."""

    per_second: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    busy: list[Busy] = field(default_factory=list)


@dataclass(slots=True)
class Written:
    """Replies of one side: seconds each, alone and among others."""

    alone: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)
    wrong: int = 0


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
        sides = ours, textbook
        for page in ("thread", "latest"):
            busiest(report, page, sides, sizes)
        alone(report, sides, sizes)
        depth(report, ours, sizes)
        growth(report, stack, ours, sizes)
        replies(report, sides, sizes)
        statements(report, ours)
        first_view(report, ours)
    return report


@contextlib.contextmanager
def site(kind: type[Ours | Textbook], stack: Stack, sizes: Sizes) -> Iterator[Site]:
    with kind(stack) as server:
        size = {"threads": sizes.threads, "posts": sizes.posts, "deep": sizes.deep, "writers": sizes.writers}
        plan = server.prepare("forum", **size)
        server.start()
        yield Site(server, plan)


def busiest(report: Report, page: str, sides: tuple[Site, Site], sizes: Sizes) -> None:
    """As many pages a second as there are with 16 waiting for one at any time; ours and theirs in turn."""
    loads = mine, theirs = Load(), Load()
    for _ in range(sizes.pairs):
        for site_, load in zip(sides, loads, strict=True):
            one_run(site_, load, page, sizes.seconds)
    ratios = [a / b for a, b in zip(mine.per_second, theirs.per_second, strict=True)]
    ratio = median(mine.per_second) / median(theirs.per_second)
    report.row(
        f"{page} page, 16 at once: pages/s", spread(mine.per_second), textbook=spread(theirs.per_second),
        aim=MOST, values=(ratio,), ratio=f"{ratio:.1f}× ({min(ratios):.1f} to {max(ratios):.1f})",
    )  # fmt: skip
    cpu, cpu_there = median(mine.cpu_ms), median(theirs.cpu_ms)
    report.row(f"{page} page: server CPU ms", figure(cpu), textbook=figure(cpu_there),
               ratio=f"{cpu_there / cpu:.1f}× less")  # fmt: skip
    busy, busy_there = typical(mine.busy), typical(theirs.busy)
    report.row(f"{page} page: cores used, server / client", busy.words, textbook=busy_there.words)
    report.note(f"Saturated, {page} page: {busy.saturated} (ours), {busy_there.saturated} (textbook).")
    key = "" if page == "thread" else "latest_"
    report.facts |= {
        f"{key}ratio": round(ratio, 2), f"{page}_per_s": round(median(mine.per_second)),
        f"textbook_{page}_per_s": round(median(theirs.per_second)), f"{page}_cpu_ms": round(cpu, 2),
        f"{key}client_cpu_share": round(busy.client, 2), f"{key}saturated": busy.saturated,
    }  # fmt: skip


def one_run(who: Site, load: Load, page: str, seconds: float) -> None:
    web = who.web(IN_FLIGHT)
    request = web.get(getattr(who, page), who.cookie)
    cpu, watch = who.server.cpu(), Watch(lambda: who.server.pids)
    answers = web.steady(lambda: request, seconds)
    load.busy.append(watch.read())
    load.cpu_ms.append((who.server.cpu() - cpu) / max(1, len(answers.seconds)) * 1e3)
    load.per_second.append(answers.per_second)
    web.close()
    if answers.wrong:
        raise RuntimeError(f"{answers.wrong} wrong answers for {page}: {who.server.log()[-2000:]}")


def one_by_one(who: Site, path: str, count: int) -> list[float]:
    """Milliseconds, one request after the other."""
    web = who.web()
    request = web.get(path, who.cookie)
    web.times(lambda: request, 10)
    answers = web.times(lambda: request, count)
    web.close()
    return [seconds * 1e3 for seconds in answers.seconds]


def in_turn(pairs: int, one: tuple[Site, str], other: tuple[Site, str], count: int) -> tuple[list[float], list[float]]:
    """Both one by one, `count` each, in as many turns as there are pairs."""
    found: tuple[list[float], list[float]] = [], []
    for _ in range(pairs):
        for (who, path), milliseconds in zip((one, other), found, strict=True):
            milliseconds += one_by_one(who, path, count // pairs)
    return found


def alone(report: Report, sides: tuple[Site, Site], sizes: Sizes) -> None:
    ours, textbook = sides
    mine, theirs = in_turn(sizes.pairs, (ours, ours.thread), (textbook, textbook.thread), sizes.ones)
    p50, p99 = percentile(mine, 0.5), percentile(mine, 0.99)
    report.row(
        "thread page, one at a time: p50 ms", figure(p50), aim=ALONE, values=(p50,),
        textbook=figure(percentile(theirs, 0.5)), ratio=f"{percentile(theirs, 0.5) / p50:.1f}× sooner",
    )  # fmt: skip
    report.row("thread page, one at a time: p99 ms", figure(p99), textbook=figure(percentile(theirs, 0.99)))
    report.facts |= {"p50_ms": round(p50, 2), "p99_ms": round(p99, 2)}


def depth(report: Report, ours: Site, sizes: Sizes) -> None:
    """The last page of the longest thread against its first: nothing may count from the beginning."""
    paths = (ours, f"{ours.deep}?to={ours.deep_to}"), (ours, f"{ours.deep}?to=2")
    deep, first = in_turn(sizes.pairs, *paths, sizes.ones)
    ratio = median(deep) / median(first)
    report.row(f"page deep in {sizes.deep:,} posts / first page", f"{median(deep):.1f} / {median(first):.1f} ms",
               ratio=f"{ratio:.2f}", aim=FLAT, values=(ratio,))  # fmt: skip
    report.facts["deep_ratio"] = round(ratio, 3)


def growth(report: Report, stack: Stack, ours: Site, sizes: Sizes) -> None:
    """The same pages of a community ten times as old."""
    small = Sizes(sizes.threads // 10, sizes.posts // 10, sizes.deep // 10, 0, 0, 0, 0)
    with site(Ours, stack, small) as young:
        for page in ("thread", "latest"):
            many, few = in_turn(sizes.pairs, (ours, getattr(ours, page)), (young, getattr(young, page)), sizes.ones)
            ratio = median(many) / median(few)
            report.row(f"{page} page with {sizes.posts:,} posts / {small.posts:,}",
                       f"{median(many):.1f} / {median(few):.1f} ms", ratio=f"{ratio:.2f}", aim=FLAT,
                       values=(ratio,))  # fmt: skip
            report.facts[f"{page}_growth"] = round(ratio, 3)


# ---- writing ----------------------------------------------------------------------------------


def token(who: Site, cookie: str, path: str) -> tuple[str, str]:
    """(CSRF cookie, masked token) as a browser has after opening the page. The pair belongs to no session."""
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
    return secret[1].decode(), masked[1].decode()


def reply_requests(who: Site, writers: Iterator[str]) -> Iterator[bytes]:
    """Replies to sixteen threads, each by another member: nobody may write more than twenty in ten minutes."""
    paths = list(who.plan["replies"])[:WRITERS]  # type: ignore[call-overload]
    web, (secret, masked) = who.web(0), token(who, who.cookie, paths[0])
    words = "<p>We opened with nine children and two guides. The board asked for a budget line by line.</p>"
    for path, cookie in zip(itertools.cycle(paths), writers, strict=False):
        form = {"csrfmiddlewaretoken": masked, "nonce": str(uuid4())}
        form |= {"body": words} if isinstance(who.server, Ours) else {"html": words}
        yield web.post(f"{path}reply/", f"{cookie}; {secret}", urlencode(form).encode())


def replies(report: Report, sides: tuple[Site, Site], sizes: Sizes) -> None:
    """Alone and with sixteen writers at once, ours and theirs in turn."""
    written = mine, theirs = Written(), Written()
    requests = [reply_requests(who, itertools.cycle(who.plan["writers"])) for who in sides]  # type: ignore[call-overload]
    for _ in range(sizes.pairs):
        for who, load, asking in zip(sides, written, requests, strict=True):
            write(who, load, asking, sizes.ones // sizes.pairs, sizes.seconds)
    p50, p99 = percentile(mine.alone, 0.5) * 1e3, percentile(mine.together, 0.99) * 1e3
    there_50, there_99 = percentile(theirs.alone, 0.5) * 1e3, percentile(theirs.together, 0.99) * 1e3
    report.row(
        "reply stored: p50 alone; p99 of 16 writers, ms", f"{p50:.1f}; {p99:.0f}", aim=REPLY, values=(p50, p99),
        textbook=f"{there_50:.1f}; {there_99:.0f}", ratio=f"{there_99 / p99:.1f}× sooner",
    )  # fmt: skip
    rate, rate_there = median(mine.per_second), median(theirs.per_second)
    report.row("replies/s of 16 writers (refused)", f"{rate:.0f} ({mine.wrong})", ratio=f"{rate / rate_there:.1f}×",
               textbook=f"{rate_there:.0f} ({theirs.wrong})", met=not mine.wrong, target="(0)")  # fmt: skip
    report.facts |= {"reply_p50_ms": round(p50, 1), "reply_p99_ms": round(p99, 1), "replies_per_s": round(rate)}


def write(who: Site, load: Written, requests: Iterator[bytes], ones: int, seconds: float) -> None:
    web = who.web(1, expect=302)
    alone_ = web.times(lambda: next(requests), ones)
    web.close()
    web = who.web(WRITERS, expect=302)
    together = web.steady(lambda: next(requests), seconds)
    web.close()
    load.alone += alone_.seconds
    load.together += together.seconds
    load.per_second.append(together.per_second)
    load.wrong += alone_.wrong + together.wrong


def statements(report: Report, ours: Site) -> None:
    """SQL statements of each page, sessions and sidebar included, counted in a process of its own."""
    plan = json.dumps({"thread": ours.thread, "latest": ours.latest, "cookie": ours.cookie})
    counts: dict[str, int] = json.loads(ours.server.django("-m", "tests.benchmarks.prepare", "statements", plan))
    found = [counts[page] for page in ("latest", "thread", "reply")]
    report.row("SQL statements: latest; thread; reply", "; ".join(map(str, found)), aim=STATEMENTS, values=found)
    report.facts["statements"] = counts
