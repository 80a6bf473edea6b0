"""Settings come from the environment; a wrong value stops the start with a sentence that says what to do."""

from __future__ import annotations

import os
import runpy
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from community import environment
from community import settings as house

KEY = "0123456789" * 5
HTTPS = {"COMMUNITY_URL": "https://community.example.org", "COMMUNITY_SECRET_KEY": KEY}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Settings as they would be with this environment and no other."""

    def settings(**given: str) -> dict[str, Any]:
        for name in [*os.environ]:
            if name.startswith("COMMUNITY_") or name in {"DATABASE_URL", "REDIS_URL"}:
                monkeypatch.delenv(name)
        for name, value in ({"COMMUNITY_DATA": str(tmp_path)} | given).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(house.__file__))

    return settings


# ---- without any environment -----------------------------------------------------------------


def test_without_any_environment_it_is_the_embedded_community(read: Any, tmp_path: Path) -> None:
    found = read()
    assert (found["COMMUNITY_URL"], found["ALLOWED_HOSTS"]) == ("http://127.0.0.1:8000", ["127.0.0.1", "localhost"])
    assert found["DATABASES"]["default"]["NAME"] == tmp_path / "community.sqlite3"
    assert found["EMAIL_BACKEND"] == "community.mail.TerminalAndFolder"
    assert (found["SECURE"], found["DEBUG"], found["REDIS_URL"]) == (False, False, "")
    assert found["DEFAULT_FROM_EMAIL"] == "Center community <community@localhost>"


def test_its_secret_key_is_made_once_and_is_readable_by_its_owner_alone(read: Any, tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    first, second = (read(COMMUNITY_DATA=str(data))["SECRET_KEY"] for _ in range(2))
    assert first == second
    assert len(first) >= 64
    assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert [path.name for path in data.iterdir()] == ["secret.key"]


def test_two_processes_that_start_together_keep_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each writes a draft of its own; whoever is first wins, and the other reads what the first wrote."""
    monkeypatch.delenv("COMMUNITY_SECRET_KEY", raising=False)
    (tmp_path / f"secret.{os.getpid()}.tmp").write_text("left by a crash")
    keys = {environment.secret_key("COMMUNITY_SECRET_KEY", tmp_path, embedded=True)}
    monkeypatch.setattr(Path, "exists", lambda path: False)  # the other one looked a moment before
    keys.add(environment.secret_key("COMMUNITY_SECRET_KEY", tmp_path, embedded=True))
    assert len(keys) == 1


# ---- in production ---------------------------------------------------------------------------


def test_on_https_everything_is_bound_to_the_host(read: Any) -> None:
    found = read(**HTTPS)
    assert (found["ALLOWED_HOSTS"], found["COMMUNITY_ORIGINS"]) == (["community.example.org"], [HTTPS["COMMUNITY_URL"]])
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("__Host-sessionid", "__Host-csrftoken")
    for name in (
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    ):  # fmt: skip
        assert found[name] is True, name
    assert (found["SECURE_HSTS_SECONDS"], "SECURE_PROXY_SSL_HEADER" in found) == (31_536_000, False)
    assert found["ACCOUNT_DEFAULT_HTTP_PROTOCOL"] == "https"


def test_a_proxy_is_believed_only_when_there_is_one(read: Any) -> None:
    found = read(**HTTPS, COMMUNITY_TRUSTED_PROXIES="1")
    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_postgresql_and_redis_and_a_mail_server(read: Any) -> None:
    found = read(
        **HTTPS, DATABASE_URL="postgres://app:secret@db.example.org:5433/community", REDIS_URL="redis://127.0.0.1:6379/1",
        COMMUNITY_MAIL_URL="smtp+tls://me:secret@mail.example.org:587", COMMUNITY_MAIL_FROM="Us <us@example.org>",
    )  # fmt: skip
    database = found["DATABASES"]["default"]
    assert (database["ENGINE"], database["HOST"], database["PORT"]) == (
        "django.db.backends.postgresql", "db.example.org", 5433,
    )  # fmt: skip
    assert "statement_timeout" in database["OPTIONS"]["options"]
    assert found["CACHES"]["default"]["LOCATION"] == "redis://127.0.0.1:6379/1"
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.example.org", 587, True)
    assert (found["DEFAULT_FROM_EMAIL"], found["REQUEST_THREADS"]) == ("Us <us@example.org>", 8)


def test_secrets_may_lie_in_files(read: Any, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    given = {"COMMUNITY_URL": HTTPS["COMMUNITY_URL"], "COMMUNITY_SECRET_KEY_FILE": str(tmp_path / "key")}
    assert read(**given)["SECRET_KEY"] == KEY


def test_old_keys_still_open_what_they_signed(read: Any) -> None:
    assert read(COMMUNITY_OLD_SECRET_KEYS=f"{KEY}a {KEY}b")["SECRET_KEY_FALLBACKS"] == [f"{KEY}a", f"{KEY}b"]


# ---- the origin ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://community.example.org/", "https://community.example.org"),
        ("https://Community.Example.ORG", "https://community.example.org"),
        ("https://community.example.org:443", "https://community.example.org"),
        ("http://community.example.org:80", "http://community.example.org"),
        ("https://community.example.org:8443", "https://community.example.org:8443"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_the_origin_is_what_browsers_send(monkeypatch: pytest.MonkeyPatch, given: str, origin: str) -> None:
    monkeypatch.setenv("COMMUNITY_URL", given)
    assert environment.origin("COMMUNITY_URL", "") == origin


# ---- wrong values ----------------------------------------------------------------------------

ORIGINS = (
    "community.example.org", "ftp://community.example.org", "https://", "https://community.example.org/forum",
    "https://community.example.org?x=1", "https://community.example.org#x", "https://me@community.example.org",
    "https://community.example.org:99999", "https://community.example.org:x", "https://two hosts", "*", "https://*",
    "https://a,https://b", "https://community.example.org\nx", "https://-x", "javascript:alert(1)",
)  # fmt: skip
WRONG = [
    *(("COMMUNITY_URL", value, "must look like https://community.example.org") for value in ORIGINS),
    ("COMMUNITY_TIME_ZONE", "Mars/Base", "must name a time zone, such as America/Denver"),
    ("COMMUNITY_TIME_ZONE", "../etc/passwd", "must name a time zone"),
    ("COMMUNITY_LOG_LEVEL", "LOUD", "must be one of CRITICAL, DEBUG, ERROR, INFO, WARNING, not 'LOUD'"),
    ("COMMUNITY_NAME", "Two\nlines", "must be one line of words"),
    ("COMMUNITY_NAME", " ", "must be one line of words"),
    ("COMMUNITY_MAIL_FROM", "nobody", "must look like Community <community@example.org>"),
    ("COMMUNITY_MAIL_FROM", "a@b.example\nBcc: c@d.example", "must be one line of words"),
    ("COMMUNITY_MAIL_URL", "nonsense", "must begin with smtp:// or smtps:// or smtp+tls:// or smtp+ssl://"),
    ("COMMUNITY_MAIL_URL", "ftp://mail.example.org", "must begin with smtp://"),
    ("COMMUNITY_MAIL_URL", "smtp://", "and name a place"),
    ("DATABASE_URL", "nonsense", "must begin with postgres:// or postgresql:// and name a place"),
    ("DATABASE_URL", "mysql://db.example.org/community", "must begin with postgres://"),
    ("DATABASE_URL", "postgres://", "and name a place"),
    ("REDIS_URL", "127.0.0.1:6379", "must begin with redis:// or rediss:// or unix://"),
    ("COMMUNITY_SECRET_KEY", "short", "must have at least 50 characters"),
    ("COMMUNITY_SECRET_KEY_FILE", "/nowhere/at/all", "_FILE points to /nowhere/at/all, which cannot"),
    ("COMMUNITY_DATA", "/proc/nowhere/at/all", "COMMUNITY_DATA is /proc/nowhere/at/all, where nothing can be kept"),
    *(("COMMUNITY_THREADS", value, "must be a whole number from 1 to 64") for value in ("0", "65", "-1", "x", "1.5")),
    ("COMMUNITY_BEAT_S", "61", "must be a whole number from 1 to 60, not '61'"),
    ("COMMUNITY_EPOCH_POLL_S", "0", "must be a whole number from 1 to 30"),
    ("COMMUNITY_TRUSTED_PROXIES", "6", "must be a whole number from 0 to 5"),
    ("COMMUNITY_MESSAGES_PER_10_S", "0", "must be a whole number"),
    ("COMMUNITY_FRAMES_PER_MINUTE", "9", "must be a whole number from 10"),
    ("COMMUNITY_SOCKETS_PER_MEMBER", "0", "must be a whole number from 1"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_a_wrong_value_stops_the_start_with_a_sentence(read: Any, name: str, value: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured) as stopped:
        read(**{name: value})
    assert name in str(stopped.value)
    assert sentence in str(stopped.value)


def test_a_community_on_https_makes_no_key_of_its_own(read: Any, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"COMMUNITY_SECRET_KEY \(or .*_FILE\) must be set"):
        read(COMMUNITY_URL=HTTPS["COMMUNITY_URL"])
    assert not (tmp_path / "secret.key").exists()


def test_a_file_that_is_no_text_is_named(read: Any, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe")
    with pytest.raises(ImproperlyConfigured, match="COMMUNITY_SECRET_KEY_FILE points to"):
        read(COMMUNITY_SECRET_KEY_FILE=str(tmp_path / "key"))


def test_no_sentence_repeats_a_password(read: Any) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "COMMUNITY_MAIL_URL"):
        with pytest.raises(ImproperlyConfigured) as stopped:
            read(**{name: "wrong://me:hunter2@db.example.org/x"})
        assert "hunter2" not in str(stopped.value)
    with pytest.raises(ImproperlyConfigured) as stopped:
        read(COMMUNITY_SECRET_KEY="hunter2")
    assert "hunter2" not in str(stopped.value)


def test_a_name_with_a_comma_is_one_name(read: Any) -> None:
    assert read(COMMUNITY_NAME="Cedar, Elm & Co")["DEFAULT_FROM_EMAIL"] == '"Cedar, Elm & Co" <community@localhost>'
