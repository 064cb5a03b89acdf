"""What is hashed is RFC 8785 bytes; a person's words are beside it, under a salted commitment."""

import json
from collections.abc import Callable
from dataclasses import fields
from hashlib import sha256
from typing import Any

import pytest

from app.domain.facts import Fact
from app.domain.kinds import KINDS
from app.domain.reading import read_fact, write_fact
from app.journal.chain import canonical
from app.journal.database import Database
from tests.conftest import Ticking
from tests.journal.facts import SAID, everything, facts, letter, tell

FREE = {"title", "locator", "note", "reasoning", "reason"}
"""Fields whose values are a person's words, said here anew."""


def rfc_8785(value: object) -> bytes:
    """Canonical JSON of what entries hold: no fractions, ASCII keys. Shares no code with app."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def words(node: object, where: str = "") -> dict[str, str]:
    """Return free text by JSON Pointer."""
    found: dict[str, str] = {}
    if isinstance(node, dict):
        for key, each in node.items():
            if key in FREE and isinstance(each, str):
                found[f"{where}/{key}"] = each
            else:
                found |= words(each, f"{where}/{key}")
    elif isinstance(node, list):
        for i, each in enumerate(node):
            found |= words(each, f"{where}/{i}")
    return found


def with_commitments(node: Any, salts: dict[str, str], where: str = "") -> Any:  # noqa: ANN401
    """Return a fact as it ought to be sealed under these salts."""
    if where in salts:
        salted = bytes.fromhex(salts[where]) + node.encode()
        return {"sha256": sha256(salted).hexdigest()}
    if isinstance(node, dict):
        return {k: with_commitments(v, salts, f"{where}/{k}") for k, v in node.items()}
    if isinstance(node, list):
        return [with_commitments(v, salts, f"{where}/{i}") for i, v in enumerate(node)]
    return node


def unsalted(node: Any) -> Any:  # noqa: ANN401 - JSON
    """Return sealed JSON without what the salts decide."""
    if isinstance(node, dict):
        return {k: "*" if k in {"sha256", "prev_hash"} else unsalted(v) for k, v in node.items()}
    return [unsalted(each) for each in node] if isinstance(node, list) else node


def test_the_examples_hold_every_kind_and_every_field_of_each() -> None:
    assert {said["kind"] for said in SAID} == set(KINDS)
    with_values = {name for fact in facts() for name in write_fact(fact)}
    declared = {
        name.rstrip("_") for cls in KINDS.values() for name in (field.name for field in fields(cls))
    }
    assert declared <= with_values


@pytest.mark.parametrize("said", SAID, ids=lambda said: said["kind"])
def test_a_fact_of_every_kind_is_read_back_equal(empty: Database, said: dict[str, Any]) -> None:
    fact = read_fact(said)
    with empty.writing(Ticking()) as journal:
        (written,) = journal.append([fact], recorded_by="tester", batch="b")
    with empty.reading() as journal:
        found = journal.entry(1)
    assert found == written
    assert found.fact == fact
    assert write_fact(found.fact) == {k: v for k, v in said.items() if v is not None}


def test_printed_counts_in_any_order_are_read_back_equal(empty: Database) -> None:
    said = {**SAID[7], "counts": {"tier_2": 20, "tier_1": 15}}
    with empty.writing(Ticking()) as journal:
        (written,) = journal.append([read_fact(said)], recorded_by="tester", batch="b")
    with empty.reading() as journal:
        assert journal.entry(1) == written


def test_the_bytes_are_canonical_and_hold_all_of_the_entry(told_url: str) -> None:
    record = everything(told_url)
    assert len(record["journal_entry"]) == len(SAID)
    for row, said in zip(record["journal_entry"], SAID, strict=True):
        salts = {t["pointer"]: t["salt"] for t in record["entry_text"] if t["seq"] == row["seq"]}
        expected = {
            "format": 1,
            "seq": row["seq"],
            "recorded_at": row["recorded_at"],
            "recorded_by": "tester",
            "batch": f"batch-{1 if row['seq'] <= 2 else 2 if row['seq'] <= 8 else 3}",
            "fact": with_commitments(said, salts),
            "prev_hash": row["prev_hash"],
        }
        assert bytes(row["canonical"]) == rfc_8785(expected)
        assert row["hash"] == sha256(bytes(row["canonical"])).hexdigest()


def test_a_canonical_entry_is_these_bytes_and_this_hash_for_ever() -> None:
    # Written out by hand: a change of the form would make every earlier journal unverifiable.
    said = canonical(
        seq=1,
        recorded_at="2026-11-24T10:00:00.000000Z",
        recorded_by="Zoë",
        batch="b",
        fact={"kind": "document", "document": "d", "type": 'a "b"\n'},
        prev_hash="0" * 64,
    )
    by_hand = (
        '{"batch":"b","fact":{"document":"d","kind":"document","type":"a \\"b\\"\\n"},'
        f'"format":1,"prev_hash":"{"0" * 64}","recorded_at":"2026-11-24T10:00:00.000000Z",'
        '"recorded_by":"Zoë","seq":1}'
    )
    assert said.data == by_hand.encode()
    assert said.hash == "c76d1a01c4188bc1f2dd3096eb71d29e818ba9f07b6b683affdade499a765fa2"


def test_columns_for_searching_repeat_the_fact(told_url: str) -> None:
    for row, said in zip(everything(told_url)["journal_entry"], SAID, strict=True):
        searched = (row["kind"], row["program"], row["county"])
        assert searched == (said["kind"], said.get("program"), said.get("county"))


def test_no_words_of_a_person_are_in_the_bytes(empty: Database, empty_url: str) -> None:
    tell(empty)
    record = everything(empty_url)
    for row, said in zip(record["journal_entry"], SAID, strict=True):
        text = bytes(row["canonical"]).decode()
        kept = {t["pointer"]: t["text"] for t in record["entry_text"] if t["seq"] == row["seq"]}
        assert kept == words(said)
        for each in kept.values():
            assert json.dumps(each, ensure_ascii=False)[1:-1] not in text


def test_each_text_has_a_salt_of_sixteen_bytes_of_its_own(empty: Database, empty_url: str) -> None:
    same = [letter(i, title="The same words", note="The same words") for i in range(20)]
    with empty.writing(Ticking()) as journal:
        journal.append(same, recorded_by="a", batch="b")
    record = everything(empty_url)
    salts = [row["salt"] for row in record["entry_text"]]
    assert len(salts) == len(set(salts)) == 40
    assert all(len(bytes.fromhex(salt)) == 16 for salt in salts)
    sealed = [json.loads(bytes(row["canonical"]))["fact"] for row in record["journal_entry"]]
    assert len({fact[name]["sha256"] for fact in sealed for name in ("title", "note")}) == 40


def sealed_on(url: str) -> list[Any]:
    database = Database(url)
    database.migrate()
    tell(database)
    database.dispose()
    return [unsalted(json.loads(bytes(r["canonical"]))) for r in everything(url)["journal_entry"]]


def test_both_databases_seal_the_same_but_for_salts(
    new_url: Callable[[str, str | None], str],
) -> None:
    on_sqlite, on_postgresql = (sealed_on(new_url(e, None)) for e in ("sqlite", "postgresql"))
    assert len(on_sqlite) == len(SAID)
    assert on_sqlite == on_postgresql


def test_a_fact_without_words_hashes_the_same_on_both_databases(
    new_url: Callable[[str, str | None], str],
) -> None:
    plain: list[Fact] = [read_fact(said) for said in SAID if not words(said)]
    assert len(plain) >= 4
    hashes = []
    for engine in ("sqlite", "postgresql"):
        database = Database(new_url(engine, None))
        database.migrate()
        with database.writing(Ticking()) as journal:
            hashes.append([e.hash for e in journal.append(plain, recorded_by="a", batch="b")])
        database.dispose()
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize(
    "said",
    [
        "naïve café",
        "e\u0301 is not é",
        "\U0001f4b5 and \u6f22",
        "a\nb\tc",
        "'; DROP TABLE x; --",
        "a" * 10_000,
    ],
    ids=["accents", "combining", "astral", "lines", "quotes", "longest"],
)
def test_words_come_back_character_for_character(empty: Database, said: str) -> None:
    with empty.writing(Ticking()) as journal:
        journal.append([letter(1, note=said)], recorded_by=said[:100], batch=said[:100])
    with empty.reading() as journal:
        found = journal.entry(1)
    assert found.fact.note == said
    assert (found.recorded_by, found.batch) == (said[:100], said[:100])
    assert empty.verify().intact
