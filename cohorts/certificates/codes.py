"""Codes of certificates: 80 bits in sixteen signs that are not mistaken for each other (Crockford's base 32)."""

from __future__ import annotations

import secrets

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
BETWEEN = " -\u2010\u2011\u2012\u2013\u2014"  # what people write between groups
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def draw() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def in_groups(code: str) -> str:
    """K7QM-2XRT-0A1B-9ZZY"""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def read(typed: str) -> str:
    """As it is stored; empty when it cannot be one."""
    code = "".join(sign for sign in typed.upper()[:64] if sign not in BETWEEN).translate(MISREAD)
    return code if len(code) == LENGTH and all(sign in SIGNS for sign in code) else ""
