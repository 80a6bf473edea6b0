from __future__ import annotations

import pytest

from community.files import names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/plan.txt", "plan.txt"),
        ("..\\..\\plan.txt", "plan.txt"),
        ("C:\\x.txt", "x.txt"),
        ("a:b.txt", "a-b.txt"),
        ("a\x00.txt", "a.txt"),
        ("a\r\nX-Injected: 1.txt", "a X-Injected- 1.txt"),
        ('"; filename="evil.txt', "; filename=-evil.txt"),
        ("<img src=x>.txt", "img src=x.txt"),
        ("%2e%2e%2fplan.txt", "2e-2e-2fplan.txt"),
        ("50% off.txt", "50% off.txt"),
        ("a.txt. ", "a.txt"),
        ("-rf.txt", "rf.txt"),
        ("=1+1.txt", "1+1.txt"),
        ("con.txt", "file-con.txt"),
        ("LPT1.plan.txt", "file-LPT1.plan.txt"),
        ("plan\u202etxt.txt", "plantxt.txt"),
        ("a\u200bb.txt", "ab.txt"),
        ("plan.exe.txt", "plan.txt"),
        ("Mr.Smith v1.2.txt", "Mr.Smith v1.2.txt"),
        ("re\u0301sume\u0301.txt", "r\u00e9sum\u00e9.txt"),
        ("手冊.txt", "手冊.txt"),
        ("👩\u200d👧.txt", "👩\u200d👧.txt"),
        ("half \ud83d pair.txt", "half - pair.txt"),
        ("", "file.txt"),
        (" ", "file.txt"),
        ("..", "file.txt"),
        ("***.txt", "file.txt"),
    ],
)
def test_names_are_made_fit_to_show_and_save_under(given: str, kept: str) -> None:
    assert names.tidy(given, ".txt") == kept


@pytest.mark.parametrize("letter", ["a", "é", "手", "📚"])
def test_long_names_are_cut_between_characters(letter: str) -> None:
    kept = names.tidy(letter * 300 + ".docx", ".docx")
    assert len(kept) <= names.MAX_LENGTH
    assert len(kept.encode()) <= names.MAX_BYTES
    assert set(kept.removesuffix(".docx")) == {letter}


@pytest.mark.parametrize(
    ("given", "ending"),
    [("a.PDF", ".pdf"), ("Plan 1.2", ""), (".htaccess", ""), ("a.7z", ".7z"), ("a.png\x00.html", ".html")],
)
def test_an_ending_has_a_letter_in_it_and_a_name_before_it(given: str, ending: str) -> None:
    assert names.ending(given) == ending
