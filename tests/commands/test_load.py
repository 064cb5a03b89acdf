"""Loading a folder: checked whole, recorded once, never undoing a correction."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.commands.correct_entry import correct_entry, retract_entry
from app.commands.folder import read_counties, read_folder
from app.commands.load import Loaded, load
from app.domain.counties import Counties
from app.domain.entries import live
from app.domain.errors import DuplicateFact, Malformed, MalformedFact, ProgramError, UnknownDocument
from app.journal.database import Database
from tests.conftest import SEED, Ticking


def load_into(database: Database, counties: Counties, folder: Path) -> Loaded:
    with database.writing(Ticking()) as journal:
        return load(journal, counties, read_folder(folder, counties), recorded_by="test")


def test_a_second_load_adds_nothing_and_a_new_fact_is_the_only_one_added(
    empty: Database, counties: Counties, tmp_path: Path
) -> None:
    folder = tmp_path / "facts"
    shutil.copytree(SEED, folder)
    first = load_into(empty, counties, folder)
    assert len(first.added) > 150
    assert first.known == 0
    again = load_into(empty, counties, folder)
    assert (again.added, again.known) == ([], len(first.added))
    new = '[[document]]\ndocument = "new"\ntype = "CFL"\ntitle = "New"\n'
    (folder / "new.toml").write_text(new)
    assert [e.fact.document for e in load_into(empty, counties, folder).added] == ["new"]


def test_loading_again_does_not_undo_a_retraction(seeded: Database, counties: Counties) -> None:
    with seeded.writing(Ticking()) as journal:
        target = next(e.seq for e in journal.entries() if e.fact.kind == "allocation")
        retract_entry(journal, counties, target, reason="r", recorded_by="t", batch="b")
    assert load_into(seeded, counties, SEED).added == []


def test_every_fault_is_listed_by_file_table_and_number_and_nothing_is_written(
    empty: Database, counties: Counties, tmp_path: Path
) -> None:
    (tmp_path / "a.toml").write_text('[[document]]\ndocument = "a"\ntype = "CFL"\n')
    (tmp_path / "b.toml").write_text(
        '[[plan_submitted]]\nprogram = "p"\ncounty = "Kerne"\nfiscal_year = "2015-16"\n'
        'effective = "2015-06"\ndocument = "a"\n[[plan]]\nx = 1\n'
    )
    with pytest.raises(MalformedFact) as caught:
        load_into(empty, counties, tmp_path)
    assert [fault.pointer for fault in caught.value.faults] == [
        "a.toml/document/1/title",
        "b.toml/plan_submitted/1/county",
        "b.toml/plan/1/kind",
    ]
    with empty.reading() as journal:
        assert journal.head().seq == 0


@pytest.mark.parametrize("text", ["[[document]\n", "document = 1\n", "[document]\ntype = 1\n"])
def test_what_is_not_a_file_of_facts_is_refused_by_name(
    counties: Counties, tmp_path: Path, text: str
) -> None:
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(Malformed, match=r"bad\.toml"):
        read_folder(tmp_path, counties)


def test_a_folder_without_facts_is_refused(counties: Counties, tmp_path: Path) -> None:
    with pytest.raises(Malformed, match=r"no \.toml files"):
        read_folder(tmp_path, counties)


def write(folder: Path, **files: str) -> Path:
    """Write a folder of facts; `_` in a name stands for `/`."""
    for name, text in files.items():
        path = folder / f"{name.replace('_', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def document(name: str, **more: str) -> str:
    fields: dict[str, Any] = {"document": name, "type": "CFL", "title": "T", **more}
    return "[[document]]\n" + "".join(f'{key} = "{value}"\n' for key, value in fields.items())


CODE = """[[code_in_effect]]
code = "c"
label = "C"
state = "planned"
effective = "2016-23"
"""


def seqs(database: Database) -> int:
    with database.reading() as journal:
        return journal.head().seq


def test_loading_again_does_not_undo_a_correction(seeded: Database, counties: Counties) -> None:
    with seeded.writing(Ticking()) as journal:
        entry = next(e for e in journal.entries() if e.fact.kind == "allocation")
        right = replace(entry.fact, locator="another page")
        said = {"reason": "r", "recorded_by": "t", "batch": "b"}
        mended = correct_entry(journal, counties, entry.seq, right, **said)
    before = seqs(seeded)
    again = load_into(seeded, counties, SEED)
    assert (again.added, seqs(seeded)) == ([], before)
    with seeded.reading() as journal:
        standing = [item.seq for item in live(journal.entries()) if item.fact.kind == "allocation"]
    assert standing == [mended.seq]


def test_a_file_that_is_mended_as_the_record_was_is_known(
    empty: Database, counties: Counties, tmp_path: Path
) -> None:
    load_into(empty, counties, write(tmp_path, a=document("a")))
    with empty.writing(Ticking()) as journal:
        right = replace(journal.entries()[0].fact, title="Mended")  # type: ignore[call-arg]
        said = {"reason": "r", "recorded_by": "t", "batch": "b"}
        correct_entry(journal, counties, 1, right, **said)
    again = load_into(empty, counties, write(tmp_path, a=document("a", title="Mended")))
    assert (again.added, again.known) == ([], 1)


def test_a_batch_is_named_after_its_file_and_the_documents_come_first(
    empty: Database, counties: Counties, tmp_path: Path
) -> None:
    cited = CODE + 'document = "a"\n'
    folder = write(tmp_path, codes=cited, years_2015=document("b"), documents=document("a"))
    added = load_into(empty, counties, folder).added
    assert [(entry.batch, entry.fact.kind) for entry in added] == [
        ("documents", "document"),
        ("codes", "code_in_effect"),
        ("years/2015", "document"),
    ]
    assert {entry.recorded_by for entry in added} == {"test"}


WRONG: dict[str, tuple[dict[str, str], type[ProgramError], str]] = {
    "a document nothing has": (
        {"documents": document("a"), "z": CODE + 'document = "x"\n'},
        UnknownDocument,
        "z.toml/code_in_effect/1/document",
    ),
    "one fact in two files": (
        {"documents": document("a"), "z": document("b") + document("a")},
        DuplicateFact,
        "z.toml/document/2",
    ),
    "one id in two files": (
        {"documents": document("a"), "z": document("a", title="Another")},
        DuplicateFact,
        "z.toml/document/1",
    ),
}


@pytest.mark.parametrize(("files", "error", "pointer"), WRONG.values(), ids=WRONG)
def test_a_fact_refused_in_the_last_file_leaves_nothing_of_the_first(
    empty: Database,
    counties: Counties,
    tmp_path: Path,
    files: dict[str, str],
    error: type[ProgramError],
    pointer: str,
) -> None:
    with pytest.raises(error) as caught:
        load_into(empty, counties, write(tmp_path, **files))
    assert [fault.pointer for fault in caught.value.faults] == [pointer]
    assert seqs(empty) == 0


def test_a_fault_in_the_last_file_of_the_seed_stops_all_of_it(
    empty: Database, counties: Counties, tmp_path: Path
) -> None:
    shutil.copytree(SEED, tmp_path / "facts")
    folder = write(tmp_path / "facts", zz=CODE + 'document = "acl-15-49"\neffectiv = "2016"\n')
    with pytest.raises(Malformed):
        load_into(empty, counties, folder)
    (folder / "zz.toml").write_text(CODE + 'document = "acl-15-49"\ncounty = "Kern"\n')
    with pytest.raises(MalformedFact, match=r"zz\.toml/code_in_effect/1/county"):
        load_into(empty, counties, folder)
    assert seqs(empty) == 0


def test_every_fault_of_every_file_is_in_the_message_and_not_only_the_first_ones(
    counties: Counties, tmp_path: Path
) -> None:
    folder = write(tmp_path, a="[[document]]\n" * 6, b=CODE.replace("planned", "done"))
    with pytest.raises(MalformedFact) as caught:
        read_folder(folder, counties)
    pointers = [str(fault.pointer) for fault in caught.value.faults]
    assert len(pointers) == 6 * 3 + 2
    assert pointers[-1] == "b.toml/code_in_effect/1/state"
    lines = caught.value.detail.splitlines()
    assert lines[0].startswith("Nothing was loaded.")
    assert [line.split(":")[0].strip() for line in lines[1:]] == pointers


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('effective = 2016-09-01\ndocument = "a"\n', "effective"),
        ('effective = 2016\ndocument = "a"\n', "effective"),
        ('effective = "2016"\ndocument = "a"\nseq = 7\n', "seq"),
    ],
    ids=["a date without quotes", "a number", "its own number"],
)
def test_a_table_is_read_as_strictly_as_a_request(
    counties: Counties, tmp_path: Path, text: str, field: str
) -> None:
    start = '[[code_in_effect]]\ncode = "c"\nlabel = "C"\nstate = "planned"\n'
    with pytest.raises(MalformedFact) as caught:
        read_folder(write(tmp_path, a=start + text), counties)
    assert field in str(caught.value.faults)


def test_a_file_in_another_encoding_is_refused_by_name(counties: Counties, tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(document("a", title="Niños").encode("latin-1"))
    with pytest.raises(Malformed, match=r"latin\.toml cannot be read as text in UTF-8"):
        read_folder(tmp_path, counties)


def test_counties_are_read_past_their_comments(tmp_path: Path) -> None:
    path = tmp_path / "counties.csv"
    path.write_text("# Two counties.\nfips,name\n# north\n06115,Yuba\n06113,Yolo\n")
    assert [(c.fips, c.name) for c in read_counties(path)] == [("06113", "Yolo"), ("06115", "Yuba")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "write a line `fips,name`"),
        (b"fips\n06113\n", "write a line `fips,name`"),
        (b"fips,name\n", "write a line `fips,name`"),
        (b"fips,name\n6113,Yolo\n", "'6113,Yolo' is not a five-digit FIPS code"),
        (b"fips,name\n06113,\n", "'06113,' is not a five-digit FIPS code"),
        (b"fips,name\n06113,Yolo,x\n", "is not a five-digit FIPS code"),
        (b"fips,name\n06113,Yolo\n06115,yolo county\n", "is there twice"),
        (b"fips,name\n06113,Yolo\n06113,Yuba\n", "is there twice"),
        (b"fips,name\n06113,\xff\n", "cannot be read as text in UTF-8"),
        (None, "cannot be read as text"),
    ],
)
def test_a_register_that_cannot_be_read_says_what_to_write(
    tmp_path: Path, text: bytes | None, said: str
) -> None:
    path = tmp_path / "counties.csv"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(Malformed, match=said):
        read_counties(path)


def test_what_is_no_file_of_facts_is_refused_by_name(counties: Counties, tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(Malformed, match=r"folder\.toml cannot be read"):
        read_folder(tmp_path, counties)
    (tmp_path / "folder.toml").rmdir()
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Malformed, match=r"gone\.toml cannot be read"):
        read_folder(tmp_path, counties)
    (tmp_path / "gone.toml").unlink()
    (tmp_path / "plain.toml").write_text('document = ["x"]\n')
    with pytest.raises(Malformed, match=r"write \[\[document\]\]"):
        read_folder(tmp_path, counties)
    with pytest.raises(Malformed, match="no folder"):
        read_folder(tmp_path / "nowhere", counties)
