"""Certificates as pages show them: to the holder, and to a stranger only what the holder allows."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from cohorts.attendance.hours import in_words
from cohorts.certificates import codes
from cohorts.models import Certificate

Name = Certificate.Name


@dataclass(frozen=True, slots=True)
class Told:
    """What a stranger reads; empty is not shown."""

    name: str
    total: str
    categories: list[tuple[str, str]]


def told(certificate: Certificate) -> Told:
    return Told(
        name=name_of(certificate),
        total=in_words(certificate.minutes) if certificate.show_total else "",
        categories=categories(certificate) if certificate.show_categories else [],
    )


def name_of(certificate: Certificate) -> str:
    if certificate.show_name == Name.FULL:
        return certificate.holder
    if certificate.show_name == Name.INITIALS:
        return " ".join(f"{part[0]}." for part in certificate.holder.split())
    return ""


def categories(certificate: Certificate) -> list[tuple[str, str]]:
    return [(str(name), in_words(int(minutes))) for name, minutes in certificate.categories]


def code_of(certificate: Certificate) -> str:
    return codes.in_groups(certificate.code)


def address_of(certificate: Certificate) -> str:
    return settings.COMMUNITY_URL.rstrip("/") + reverse("verify_code", args=[code_of(certificate)])
