"""The seed says what its sources say, each fact with its citation."""

from datetime import date

import pytest

from app.commands.load import read_folder
from app.domain.counties import Counties
from app.domain.events import CodeInEffect, Milestone
from app.domain.facts import Fact
from app.domain.participation import Allocation, ControlTotal, StatusChanged
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
