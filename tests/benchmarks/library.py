"""`library`: what a member waits for among 5,000 templates, and while a copy of twenty pages is filled in."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.benchmarks.machine import figure, percentile
from tests.benchmarks.pages import ALONE, Site, token
from tests.benchmarks.report import Aim, Report
from tests.benchmarks.search import WAIT
from tests.benchmarks.servers import Ours, Stack

PEOPLE = 60  # in turn: nobody may search or fill in without end
FILL = Aim((4_000,), (2_000,), (1_000,))


@dataclass(frozen=True, slots=True)
class Sizes:
    documents: int
    ones: int
    copies: int


FULL = Sizes(documents=5_000, ones=200, copies=40)
QUICK = Sizes(documents=1_000, ones=60, copies=10)


def run(stack: Stack, *, quick: bool) -> Report:
    report, sizes = Report("library"), QUICK if quick else FULL
    report.facts["stack"] = stack.words
    with Ours(stack) as server:
        plan = server.prepare("library", documents=sizes.documents, readers=PEOPLE)
        server.start()
        site = Site(server, plan)
        long = f"/library/{plan['long']}/"
        narrow = urlencode({"kind": "letters", "stage": "launching"})
        found = urlencode({"q": "attendance", "in": "documents"})
        for name, path, aim in (
            ("the shelf", "/library/", ALONE),
            ("a narrowed shelf", f"/library/?{narrow}", ALONE),
            ("a page of twenty pages' preview", long, ALONE),
            ("a search inside them", f"/search/?{found}", WAIT),
        ):
            row(report, name, asked(site, path, sizes.ones), aim)
        answers = dict.fromkeys(plan["fields"], "Cedar School") | {"do": "fill"}
        row(report, "a filled-in copy", sent(site, f"{long}fill/", answers, sizes.copies), FILL)
    return report


def asked(site: Site, path: str, count: int) -> list[float]:
    """Milliseconds of each, one after the other."""
    cookies = itertools.cycle(site.plan["cookies"])  # type: ignore[call-overload]
    web = site.web()
    web.times(lambda: web.get(path, next(cookies)), 10)
    answers = web.times(lambda: web.get(path, next(cookies)), count)
    web.close()
    return checked(site, path, answers.seconds, answers.wrong)


def sent(site: Site, path: str, fields: dict[str, str], count: int) -> list[float]:
    cookies = itertools.cycle(site.plan["cookies"])  # type: ignore[call-overload]
    web, (secret, masked) = site.web(), token(site, next(cookies), path)
    body = urlencode(fields | {"csrfmiddlewaretoken": masked}).encode()
    answers = web.times(lambda: web.post(path, f"{next(cookies)}; {secret}", body), count)
    web.close()
    return checked(site, path, answers.seconds, answers.wrong)


def checked(site: Site, path: str, seconds: list[float], wrong: int) -> list[float]:
    if wrong:
        raise RuntimeError(f"{wrong} wrong answers for {path}: {site.server.log()[-2000:]}")
    return [each * 1e3 for each in seconds]


def row(report: Report, name: str, milliseconds: list[float], aim: Aim) -> None:
    p50, p99 = percentile(milliseconds, 0.5), percentile(milliseconds, 0.99)
    report.row(f"{name}: p50 ms", f"{figure(p50)} (p99 {figure(p99)})", aim=aim, values=(p50,))
    report.facts[f"{name.replace(' ', '_')}_p50_ms"] = round(p50, 2)
