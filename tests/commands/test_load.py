"""Loading a folder: checked whole, recorded once, never undoing a correction."""

import shutil
from pathlib import Path

import pytest

from app.commands.correct_entry import retract_entry
from app.commands.load import Loaded, load, read_folder
from app.domain.counties import Counties
from app.domain.errors import Malformed, MalformedFact
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
        "b.toml/plan_submitted/1",
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
