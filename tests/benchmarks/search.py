"""`search`: how long one waits for the page of a search, with snippets and rights, in a forum of years."""

from __future__ import annotations

import itertools
from urllib.parse import urlencode

from tests.benchmarks.machine import figure, percentile
from tests.benchmarks.pages import FULL, QUICK, Site
from tests.benchmarks.report import Aim, Report
from tests.benchmarks.servers import Ours, Stack

PEOPLE = 60
WAIT = Aim((60,), (10,), (5,))


def run(stack: Stack, *, quick: bool) -> Report:
    report, sizes = Report("search"), QUICK if quick else FULL
    report.facts["stack"] = stack.words
    with Ours(stack) as server:
        plan = server.prepare("search", threads=sizes.threads, posts=sizes.posts, deep=sizes.deep, writers=PEOPLE)
        server.start()
        site = Site(server, plan)
        for name, words in plan["words"].items():
            path = f"/search/?{urlencode({'q': words, 'in': 'posts'})}"
            row(report, f"{name}: p50 ms", f"{name.replace(' ', '_')}_p50_ms", searches(site, path, sizes.ones))
        path = f"/search/quick/?{urlencode({'q': plan['begun']})}"
        row(report, "while typing: p50 ms", "quick_p50_ms", searches(site, path, sizes.ones))
    return report


def searches(site: Site, path: str, count: int) -> list[float]:
    """Milliseconds, one after the other. Nobody may search more than thirty times a minute: many take turns."""
    cookies = itertools.cycle(site.plan["writers"])  # type: ignore[call-overload]
    web = site.web()
    web.times(lambda: web.get(path, next(cookies)), 10)
    answers = web.times(lambda: web.get(path, next(cookies)), count)
    web.close()
    if answers.wrong:
        raise RuntimeError(f"{answers.wrong} wrong answers for {path}: {site.server.log()[-2000:]}")
    return [seconds * 1e3 for seconds in answers.seconds]


def row(report: Report, name: str, fact: str, milliseconds: list[float]) -> None:
    p50 = percentile(milliseconds, 0.5)
    report.row(name, f"{figure(p50)} (p99 {figure(percentile(milliseconds, 0.99))})", aim=WAIT, values=(p50,))
    report.facts[fact] = round(p50, 2)
