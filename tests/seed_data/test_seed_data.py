"""The seed says what its sources say, each fact with its citation."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from app.commands.folder import read_folder
from app.domain.counties import Counties
from app.domain.events import CodeInEffect, Milestone
from app.domain.facts import Fact
from app.domain.participation import (
    Allocation,
    ControlTotal,
    PlanSubmitted,
    StatusChanged,
    StatusSetting,
)
from app.domain.sources import Document
from tests.conftest import SEED

LETTERS = (
    "ACL 14-36", "ACL 14-62", "ACIN I-23-15", "ACL 15-48", "ACL 15-49", "CFL 15/16-22",
    "ACL 16-08", "ACL 16-15", "ACIN I-21-16", "ACL 16-49", "ACL 16-69", "ACL 16-74", "ACL 16-85",
    "CFL 16/17-73", "ACL 17-71", "ACL 18-109", "ACL 23-76", "ACL 23-76E",
)  # fmt: skip
PACT = {
    "Riverside", "San Bernardino", "Los Angeles", "Ventura", "San Luis Obispo", "Alameda",
    "Sacramento", "Madera", "San Joaquin", "Santa Barbara",
}  # fmt: skip


@pytest.fixture(scope="module")
def facts(counties: Counties) -> list[Fact]:
    return [one.fact for one in read_folder(SEED, counties)]


def test_every_letter_is_a_document_and_errata_point_at_what_they_correct(
    facts: list[Fact],
) -> None:
    documents = [fact for fact in facts if isinstance(fact, Document)]
    numbers = {f"{d.type_} {d.number}".replace("ACL ACL", "ACL") for d in documents} | {
        d.number for d in documents
    }
    for letter in LETTERS:
        assert letter in numbers or letter.split(" ", 1)[1] in numbers, letter
    errata = next(d for d in documents if d.document == "acl-23-76e")
    assert errata.errata_to == "acl-23-76"


def test_every_fact_cites_a_document_of_the_seed(facts: list[Fact]) -> None:
    documents = {fact.document for fact in facts if isinstance(fact, Document)}
    for fact in facts:
        if fact.kind != "source_checked":
            assert fact.document in documents
        assert {citation.document for citation in fact.also_cited} <= documents


def test_all_31_events_of_the_timeline_are_milestones_and_planned_ones_planned(
    facts: list[Fact],
) -> None:
    milestones = {f.milestone: f for f in facts if isinstance(f, Milestone)}
    found = {key[:3]: milestone for key, milestone in milestones.items()}
    events = {f"s{n:02d}" for n in range(1, 32)}
    assert events <= set(found)
    assert {key for key in events if found[key].state == "planned"} == {
        "s23", "s24", "s25", "s26", "s27",
    }  # fmt: skip
    for key in events:
        cited = {found[key].document, *(c.document for c in found[key].also_cited)}
        assert "seed-timeline" in cited, key
    assert str(found["s04"].effective) == "2014-06-20"
    assert str(found["s09"].effective) == "[2015-04-01..2015-04-03]"
    assert str(found["s20"].effective) == "2015-11"


def test_no_tier_is_recorded_outside_the_first_year(facts: list[Fact]) -> None:
    tiers = [f for f in facts if isinstance(f, StatusChanged) and f.to.startswith("tier")]
    assert {str(fact.fiscal_year) for fact in tiers} == {"2015-16"}
    assert len([f for f in tiers if f.evidence == "stated"]) == 4


def test_the_ten_counties_of_pact_and_their_term(facts: list[Fact], counties: Counties) -> None:
    mine = [f for f in facts if isinstance(f, StatusChanged) and f.program == "pact"]
    assert {counties[f.county or ""].name for f in mine} == PACT
    assert {(str(f.effective), str(f.until)) for f in mine} == {("2014-10-01", "2019-10-01")}


def test_money_is_that_of_its_sources_and_the_tri_county_agreement_carries_none(
    facts: list[Fact], counties: Counties
) -> None:
    money = [f for f in facts if isinstance(f, Allocation)]
    assert [(f.county, str(f.amount)) for f in money] == [("06017", "277628.00")]
    tri = {counties.find(name).fips for name in ("Monterey", "Santa Cruz", "San Benito")}
    joint = [f for f in facts if isinstance(f, Milestone) and set(f.counties) == tri]
    assert len(joint) >= 3


def test_printed_totals_are_those_of_the_sources(facts: list[Fact]) -> None:
    printed = {
        (f.program, str(f.effective)): (f.printed, f.exhaustive)
        for f in facts
        if isinstance(f, ControlTotal) and f.counts
    }
    assert printed == {
        ("csec", "2015-06"): ({"plan_submitted": 35}, False),
        ("csec", "2015-10"): ({"tier_1": 15, "tier_2": 20}, True),
        ("csec", "2015-11"): ({"tier_1": 13, "tier_2": 22}, True),
        ("csec", "2016-08-01"): ({"participating": 38}, False),
        ("pact", "2014-10-01"): ({"participating": 10}, True),
    }


def test_four_codes_and_the_fourth_only_planned(facts: list[Fact]) -> None:
    codes = {f.code: (f.state, f.when.latest) for f in facts if isinstance(f, CodeInEffect)}
    assert len(codes) == 4
    assert codes["s-csec-at-risk"] == ("planned", date(2016, 11, 30))
    assert [state for state, _ in codes.values()].count("in_effect") == 3


def test_every_file_begins_by_saying_what_it_holds() -> None:
    for path in (*SEED.rglob("*.toml"), SEED / "counties.csv"):
        assert path.read_text().startswith("# "), path


FILES = sorted(SEED.rglob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SEED)))
def test_every_file_is_plain_toml_in_lines_a_person_can_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert tomllib.loads(text)
    assert text.endswith("\n")
    assert "\t" not in text
    assert "\r" not in text
    assert max(map(len, text.splitlines())) <= 600


def test_the_register_has_58_counties_each_once() -> None:
    lines = (SEED / "counties.csv").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    assert rows[0].split(",")[:2] == ["fips", "name"]
    assert len(rows[1:]) == len(set(rows[1:])) == 58


def test_ids_and_keys_are_used_once(facts: list[Fact]) -> None:
    documents = [f.document for f in facts if isinstance(f, Document)]
    milestones = [f.milestone for f in facts if isinstance(f, Milestone)]
    codes = [f.code for f in facts if isinstance(f, CodeInEffect)]
    for names in (documents, milestones, codes):
        assert len(names) == len(set(names))


def test_every_inferred_fact_says_how_and_every_fact_where(facts: list[Fact]) -> None:
    inferred = [f for f in facts if f.evidence == "inferred"]
    assert inferred
    assert all(f.reasoning and len(f.reasoning) > 40 for f in inferred)
    assert not [f for f in facts if f.evidence == "stated" and f.reasoning]
    cited = [f for f in facts if not isinstance(f, Document) and f.kind != "source_checked"]
    assert all(f.locator for f in cited)


def test_no_status_of_the_csec_program_begins_after_its_first_two_years(
    facts: list[Fact],
) -> None:
    settings = [f for f in facts if isinstance(f, StatusSetting) and f.program == "csec"]
    assert settings
    assert all(f.when.latest <= date(2016, 6, 30) for f in settings if f.status[:5] == "tier_")
    assert {str(f.fiscal_year) for f in facts if isinstance(f, PlanSubmitted)} == {"2015-16"}


def test_the_counties_a_source_names_with_a_tier_are_these(
    facts: list[Fact], counties: Counties
) -> None:
    named = {
        (counties[f.county or ""].name, f.to, str(f.effective))
        for f in facts
        if isinstance(f, StatusChanged) and f.to.startswith("tier") and f.evidence == "stated"
    }
    assert named == {
        ("Sonoma", "tier_1", "2015-10"),
        ("Sonoma", "tier_2", "2015-11"),
        ("Stanislaus", "tier_1", "2015-10"),
        ("Stanislaus", "tier_2", "2015-11"),
    }


def test_the_first_allocation_is_el_dorados_and_names_no_other_county(
    facts: list[Fact], counties: Counties
) -> None:
    (money,) = [f for f in facts if isinstance(f, Allocation)]
    assert counties[money.county or ""].name == "El Dorado"
    assert (str(money.amount), str(money.fiscal_year)) == ("277628.00", "2015-16")
    assert money.joint_with == ()


def test_planned_milestones_lie_in_2016_and_are_confirmed_only_by_what_occurred(
    facts: list[Fact],
) -> None:
    milestones = {f.milestone: f for f in facts if isinstance(f, Milestone)}
    for key, fact in milestones.items():
        if key[:3] in {"s23", "s24", "s25", "s26", "s27"}:
            assert fact.when.earliest >= date(2015, 12, 1), key
        if fact.confirms is not None:
            assert fact.state == "occurred", key
            assert milestones[fact.confirms].state == "planned", key


def test_a_letter_known_by_its_month_only_is_dated_by_its_month(facts: list[Fact]) -> None:
    codes = {f.code: str(f.effective) for f in facts if isinstance(f, CodeInEffect)}
    assert codes == {
        "s-csec-victim-during-foster-care": "2015-07",
        "s-csec-victim-before-foster-care": "2015-07",
        "s-csec-absence-from-placement": "2015-09",
        "s-csec-at-risk": "2016-23",
    }
