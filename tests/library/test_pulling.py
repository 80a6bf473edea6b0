"""What changed in an original is pulled into what a school made of it: its own words stay, and of two it chooses."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
from docx import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from community.files import actions as files
from community.library.adapting.actions import make_ours
from community.library.models import Document, Lineage
from community.library.pulling import work
from community.library.pulling.threeway import stretches
from tests.cast import World, grants
from tests.files import samples
from tests.library.shelving import bell, send_version, shelve
from tests.library.templates import opened, texts, word
from tests.pages import Answer, text_of
from tests.verbs import signed_in

BASE = ["Doors open at 8.", "Bring a lunch.", "Call us.", "We answer by noon.", "Thank you."]
OURS = ["Doors open at 9.", "Bring a lunch.", "Call Ada.", "We answer by noon.", "Thank you.", "Go Cedars!"]
THEIRS = ["Doors open at 8.", "Bring a lunch and a hat.", "Call the office.", "We answer by noon.", "Thank you."]


def kinds(base: str, ours: str, theirs: str) -> list[str]:
    return [one.kind for one in stretches(base.split(), ours.split(), theirs.split())]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("a b c", "a b c", "a b c", ["same"]),
        ("a b c", "a B c", "a b c", ["same", "ours", "same"]),
        ("a b c", "a b c", "a B c", ["same", "theirs", "same"]),
        ("a b c", "a B c", "a D c", ["same", "conflict", "same"]),
        ("a b c", "a B c", "a B c", ["same", "ours", "same"]),
        ("a b c d", "a B c d", "a b C d", ["same", "ours", "theirs", "same"]),
        ("a b", "a b x", "a b y", ["same", "conflict"]),
        ("a b c", "a c", "a b c d", ["same", "ours", "same", "theirs"]),
        ("", "a", "", ["ours"]),
        ("", "", "", []),
    ],
)
def test_who_changed_what(base: str, ours: str, theirs: str, expected: list[str]) -> None:
    assert kinds(base, ours, theirs) == expected


def test_no_block_of_the_three_is_lost_or_told_twice() -> None:
    dice = random.Random(7)
    for _ in range(300):
        base = [dice.choice("abcd") for _ in range(dice.randrange(12))]
        ours, theirs = ([one for one in base if dice.random() > 0.2] for _ in range(2))
        for text in (ours, theirs):
            for _ in range(dice.randrange(4)):
                text.insert(dice.randrange(len(text) + 1), dice.choice("abxy"))
        found = stretches(base, ours, theirs)
        for text, at in ((base, "base"), (ours, "ours"), (theirs, "theirs")):
            assert [one for stretch in found for one in text[getattr(stretch, at)]] == text
        alone = [
            one
            for stretch in stretches(base, base, theirs)
            for one in (theirs[stretch.theirs] if stretch.kind == "theirs" else base[stretch.ours])
        ]
        assert alone == theirs, "whoever changed nothing gets all of it"


def looked(base: bytes, ours: bytes, theirs: bytes, kind: str = "word") -> list[dict[str, Any]]:
    facts, _ = work.look(work.given(kind, [base, ours, theirs]))
    return list(facts["changes"])


def merged(base: bytes, ours: bytes, theirs: bytes, *choices: str, kind: str = "word") -> bytes:
    _, [made] = work.put_together(work.given(kind, [base, ours, theirs], choices))
    return bytes(made)


def test_in_a_word_file_both_go_in_and_its_design_stays() -> None:
    base, theirs = (word(*lines, header="Any school") for lines in (BASE, THEIRS))
    ours = word(*OURS, header="Cedar School", cells=("Who", "Ada"))
    changes = looked(base, ours, theirs)
    assert [(one["conflict"], one["ours"], one["theirs"]) for one in changes] == [
        (False, "Bring a lunch.", "Bring a lunch and a hat."), (True, "Call Ada.", "Call the office."),
    ]  # fmt: skip
    both = merged(base, ours, theirs, "theirs", "both")
    assert texts(both) == [
        "Doors open at 9.", "Bring a lunch and a hat.", "Call Ada.", "Call the office.", "We answer by noon.",
        "Thank you.", "Go Cedars!",
    ]  # fmt: skip
    assert opened(both).sections[0].header.paragraphs[0].text == "Cedar School"
    assert [cell.text for cell in opened(both).tables[0].rows[0].cells] == ["Who", "Ada"]
    assert texts(merged(base, ours, theirs, "ours", "ours")) == OURS


def with_more(target: str) -> bytes:
    """A link, a picture and bold words in what is new; Word's own marks around them."""
    file = WordFile(io.BytesIO(word(*BASE)))
    added = file.add_paragraph("See ")
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), file.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = added.add_run("our page")
    run.bold = True
    link.append(run._r)
    added._p.append(link)
    added._p.set("{http://schemas.microsoft.com/office/word/2010/wordml}paraId", "0A0A0A0A")
    file.add_paragraph().add_run("Looks so: ").add_picture(io.BytesIO(samples.image(size=(20, 20))))
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


def test_of_a_word_file_nothing_comes_along_that_points_out_of_it() -> None:
    base, theirs = word(*BASE), with_more("https://elsewhere.example/")
    [change] = looked(base, word(*OURS[:-1]), theirs)
    assert (change["conflict"], change["loses"]) == (False, True)
    made = merged(base, word(*OURS[:-1]), theirs, "theirs")
    assert texts(made)[-2:] == ["See our page", "Looks so: "]
    assert any(run.bold for run in opened(made).paragraphs[-2].runs)
    came = "".join(paragraph._p.xml for paragraph in opened(made).paragraphs[-2:])
    assert [word for word in ("r:id=", "r:embed=", "paraId=", "w:hyperlink ", "<w:drawing") if word in came] == []
    assert not [row for row in opened(made).part.rels.values() if row.is_external]


def test_of_a_text_too_and_empty_lines_are_no_question() -> None:
    base, ours, theirs = b"# A\n\nOne.\n\nTwo.\n", b"# A\r\n\r\nOne.\r\n\r\n2.\r\n", b"# A\n\n\nEins.\n\nTwo.\n"
    [change] = looked(base, ours, theirs, kind="text")
    assert (change["ours"], change["theirs"]) == ("One.", "Eins.")
    assert merged(base, ours, theirs, "theirs", kind="text").split() == [b"#", b"A", b"Eins.", b"2."]


# ---- the page -------------------------------------------------------------------------------


def parted(world: World) -> tuple[Document, Document]:
    """Mona's letter and what Cedar School made of it; Mona has a new version since."""
    original = shelve(world.mona, "Larkspur letter")
    assert send_version(signed_in(world.mona), original, "letter.docx", word(*BASE)).status_code == 302
    ours = make_ours(grants(world.ada), original, original.versions.get(number=2))
    assert send_version(signed_in(world.ben), ours, "ours.docx", word(*OURS)).status_code == 302
    sent = send_version(signed_in(world.mona), original, "letter.docx", word(*THEIRS), note="A hat, and whom to call")
    assert sent.status_code == 302
    return original, Document.objects.get(pk=ours.pk)


def pull(world: World, ours: Document, member: str = "ada", **fields: Any) -> Answer:
    return signed_in(world.people[member]).post(f"/library/{ours.pk}/pull/", fields)


def chosen(first: str, second: str) -> dict[str, str]:
    return {"of": "2-2-3", "change-0": first, "change-1": second}


def test_ada_is_told_sees_both_and_pulls(world: World) -> None:
    original, ours = parted(world)
    told = "Mona changed “Larkspur letter”, from which yours was made"
    assert (bell(world.ada), bell(world.ben), bell(world.mona), bell(world.cleo)) == ([told], [told], [], [])
    client = signed_in(world.ada)
    assert "A hat, and whom to call" in text_of(client.get("/notices/"))
    shown = text_of(client.get(f"/library/{ours.pk}/"))
    assert "Version 3: “A hat, and whom to call”" in shown
    assert f'href="/library/{ours.pk}/pull/"' in shown
    assert (bell(world.ada), bell(world.ben)) == ([], [told]), "whoever opens it has seen it"
    seen = text_of(client.get(f"/library/{ours.pk}/pull/"))
    assert "What only you changed (2 places) stays as it is." in seen
    assert "Call <del>us</del><ins>the office</ins>." in seen
    assert "Bring a lunch<ins> and a hat</ins>." in seen
    assert seen.count(" checked") == 1, "a conflict is for her to decide"
    undecided = pull(world, ours, **chosen("theirs", ""))
    assert (undecided.status_code, "choose which words to keep" in text_of(undecided)) == (422, True)
    assert pull(world, ours, **chosen("theirs", "bent")).status_code == 422
    assert pull(world, ours, **chosen("theirs", "ours")).status_code == 302
    newest = ours.versions.all()[0]
    content = files.content(newest.upload)
    assert texts(content) == [*OURS[:1], THEIRS[1], *OURS[2:]]
    assert (newest.note, newest.upload.name) == ("With what changed in the original up to its version 3", "ours.docx")
    assert Lineage.objects.get(document=ours).from_number == 3
    assert "original has changed" not in text_of(client.get(f"/library/{ours.pk}/"))
    assert client.get(f"/library/{ours.pk}/pull/").status_code == 302
    assert pull(world, ours, **chosen("theirs", "ours")).status_code == 302, "pressed twice"
    assert ours.versions.count() == 3
    assert original.versions.count() == 3


def test_what_moved_meanwhile_is_looked_at_first(world: World) -> None:
    original, ours = parted(world)
    assert send_version(signed_in(world.ben), ours, "ours.docx", word(*OURS, "More.")).status_code == 302
    late = pull(world, ours, **chosen("theirs", "ours"))
    assert (late.status_code, "choose again" in text_of(late)) == (409, True)
    assert 'name="of" value="2-3-3"' in text_of(late)
    assert send_version(signed_in(world.mona), original, "letter.docx", word(*THEIRS, "P.S.")).status_code == 302
    assert pull(world, ours, **(chosen("theirs", "ours") | {"of": "2-3-3"})).status_code == 409
    assert bell(world.ben) == ["Mona changed “Larkspur letter”, from which yours was made"], "told of the newest only"
    assert ours.versions.count() == 3


def test_nobody_else_pulls_and_nobody_else_is_told(world: World) -> None:
    _, ours = parted(world)
    for outsider in ("cleo", "olga"):
        assert pull(world, ours, outsider, **chosen("theirs", "ours")).status_code == 404
        assert signed_in(world.people[outsider]).get(f"/library/{ours.pk}/pull/").status_code == 404
        assert bell(world.people[outsider]) == []
    assert pull(world, ours, "ron", **chosen("theirs", "ours")).status_code == 403
    Document.objects.filter(pk=Lineage.objects.get(document=ours).parent_id).update(hidden_from=world.cedar)
    assert bell(world.ben) == [], "of what he may not read any more"
    assert signed_in(world.ben).get(f"/library/{ours.pk}/pull/").status_code == 302


def test_what_is_no_text_is_taken_whole(world: World) -> None:
    original, ours = parted(world)
    assert send_version(signed_in(world.mona), original, "letter.pdf", samples.pdf(count=1)).status_code == 302
    client = signed_in(world.ada)
    assert "Pull the changes into ours" not in text_of(client.get(f"/library/{ours.pk}/"))
    assert "Only Word and text files" in text_of(client.get(f"/library/{ours.pk}/pull/"))
    assert pull(world, ours, **chosen("theirs", "ours")).status_code == 422


def test_too_much_at_once_and_a_damaged_file_get_a_sentence(world: World) -> None:
    lines = [f"Line {number}." for number in range(400)]
    base, theirs = (("\n".join(f"{one}{ending}\nsame {one}" for one in lines)).encode() for ending in ("", "!"))
    with pytest.raises(work.Refused, match="So much has changed"):
        looked(base, base, theirs, kind="text")
    with pytest.raises(work.Refused, match="too long"):
        looked(b"x" * 900_000, b"x", b"x", kind="text")
    with pytest.raises(work.Refused):
        looked(word(*BASE), b"no package", word(*BASE))
