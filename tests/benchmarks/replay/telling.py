"""The rows and facts of a replay."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.benchmarks.archives import MALFORMED
from tests.benchmarks.report import Report

if TYPE_CHECKING:
    from tests.benchmarks.replay import Evening

SHOWN = 10
CHANGES = (("edit", "edits"), ("delete", "deletions"), ("react", "reactions"))


def tell(report: Report, evening: Evening) -> None:
    who_and_what(report, evening)
    how_fast(report, evening)
    how_true(report, evening)


def who_and_what(report: Report, evening: Evening) -> None:
    cast, counts = evening.cast, evening.script.counts
    kinds = Counter(evening.archive.kinds.values())
    report.row("archive", ", ".join(f"{kind} ({number} files)" for kind, number in kinds.items()))
    if other := evening.archive.other:
        report.row("files without messages", f"{len(other):,}")
        report.note(f"Without messages: {', '.join(other[:SHOWN])}{', …' if len(other) > SHOWN else ''}")
    report.row("people; rooms; clients", f"{len(cast.names)}; {len(cast.rooms)}; {len(evening.crowd.listeners)}")
    skipped = cast.skipped.total()
    report.row("messages in the archive: said; skipped", f"{cast.messages:,}: {counts['messages']:,}; {skipped:,}")
    for reason, number in sorted(cast.skipped.items()):
        report.row(f"skipped, {reason}", f"{number:,}")
    for where in cast.broken[:SHOWN]:
        report.note(f"Skipped: {where}")
    if len(cast.broken) > SHOWN:
        report.note(f"Skipped: {len(cast.broken) - SHOWN:,} more.")
    report.row("longer than 8,000 characters: said in parts", f"{counts['split']:,}: {counts['parts']:,} parts in all")
    report.row("cleaned of what may not be stored", f"{counts['cleaned']:,}")
    carried = (counts[kind] for kind in ("answers", "edit", "delete", "react"))
    report.row("answers; edits; deletions; reactions", "; ".join(f"{number:,}" for number in carried))
    for left_out in ("answers to what was not said before", "reactions with a picture of their own",
                     "reactions beyond those who are here"):  # fmt: skip
        if counts[left_out]:
            report.row(left_out, f"{counts[left_out]:,} (not carried over)")
    report.facts |= {
        "people": len(cast.names), "rooms": len(cast.rooms), "clients": len(evening.crowd.listeners),
        "messages": cast.messages, "said": counts["messages"], "skipped": skipped,
        "skipped_reasons": dict(cast.skipped), "split": counts["split"], "parts": counts["parts"],
        "cleaned": counts["cleaned"], "answers": counts["answers"], "malformed": cast.skipped[MALFORMED],
        "sockets_opened": evening.crowd.counts["sockets opened"], **{name: counts[kind] for kind, name in CHANGES},
    }  # fmt: skip


def how_fast(report: Report, evening: Evening) -> None:
    crowd, seconds = evening.crowd, max(evening.seconds, 1e-6)
    deliveries = crowd.counts["deliveries"] + crowd.counts["caught up"]
    report.row("deliveries (by sync)", f"{deliveries:,} ({crowd.counts['caught up']:,})")
    report.row("acknowledged: p50 / p99 / max ms", crowd.acks.words)
    report.row("delivered: p50 / p99 / max ms", crowd.ways.words)
    each_s = evening.script.counts["parts"] / seconds
    report.row("messages/s; deliveries/s; seconds", f"{each_s:,.0f}; {deliveries / seconds:,.0f}; {seconds:.1f}")
    report.row("busy, server / client", evening.busy.words)
    report.note(f"Saturated: {evening.busy.saturated}.")
    report.row("memory of the server afterwards", f"{evening.memory_mb:.0f} MB")
    report.row(
        "cuts; sockets lost; sent again; syncs; repeats ignored",
        "; ".join(f"{crowd.counts[kind]:,}" for kind in ("cuts", "sockets lost", "sent again", "syncs", "repeats")),
    )
    report.facts |= {
        "deliveries": deliveries, **crowd.acks.facts("ack"), **crowd.ways.facts("delivery"),
        "messages_per_s": round(each_s, 1), "seconds": round(seconds, 1), "cuts": crowd.counts["cuts"],
        "server_cpu_share": round(evening.busy.server, 2), "client_cpu_share": round(evening.busy.client, 2),
        "saturated": evening.busy.saturated, "memory_mb": round(evening.memory_mb), "syncs": crowd.counts["syncs"],
    }  # fmt: skip


def how_true(report: Report, evening: Evening) -> None:
    verdict = evening.verdict
    unsaid = evening.cast.sayable - evening.script.counts["messages"]
    verdict.add("never said", "the evening ended before", unsaid)
    report.row("compared: messages held by clients and stored alike", f"{verdict.compared:,}")
    report.row("lost / twice", f"{verdict.counts['lost']} / {verdict.counts['twice']}", target="0 / 0",
               met=not verdict.counts["lost"] and not verdict.counts["twice"])  # fmt: skip
    report.row("mismatches", f"{verdict.mismatches}", target="0", met=not verdict.mismatches)
    for kind, number in verdict.counts.items():
        report.row(f"mismatch, {kind}", f"{number:,}")
    for example in verdict.examples:
        print(f"    {example}")
    report.facts |= {
        "mismatches": verdict.mismatches, "lost": verdict.counts["lost"], "twice": verdict.counts["twice"],
        "compared": verdict.compared, "mismatch_kinds": dict(verdict.counts),
    }  # fmt: skip
    report.broken = verdict.mismatches > 0
