"""Judges stored HTML as the strictest reader would: by its letters, without any parser that forgives."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping

REL = "nofollow noopener noreferrer"
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_DROPPED = re.compile(r"^[\x00-\x20]+|[\t\n\r]")  # what browsers drop from an address (URL Standard, 4.4)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
SCHEMES = {"http", "https", "mailto"}


def faults(markup: str, tags: Collection[str], attributes: Mapping[str, Collection[str]]) -> list[str]:
    """Everything in this HTML that is not one of these elements and attributes, written plainly."""
    found: list[str] = []
    place = markup.find("<")
    while place >= 0:
        match = _TAG.match(markup, place)
        if match is None:
            return [*found, f"not a plain tag: {markup[place : place + 40]!r}"]
        closing, tag, given = match.groups()
        if tag not in tags:
            found.append(f"<{tag}>")
        if closing and given:
            found.append(f"a closing tag with attributes: {match[0]}")
        found += attribute_faults(tag, given, attributes.get(tag, ()))
        place = markup.find("<", match.end())
    return found


def attribute_faults(tag: str, given: str, allowed: Collection[str]) -> list[str]:
    held = dict(_ATTRIBUTE.findall(given))
    found = [f"{tag}[{name}]" for name in held if name not in {*allowed, "rel"}]
    target = _DROPPED.sub("", html.unescape(held.get("href", "")))
    scheme = _SCHEME.match(target)
    if scheme and scheme[1].lower() not in SCHEMES:
        found.append(f"{tag}[href={target!r}]")
    if tag == "a" and "href" in held and "data-mention" not in held and held.get("rel") != REL:
        found.append(f"a link without rel: {given}")
    return found
