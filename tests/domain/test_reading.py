"""Facts are read in one strict way, and written back the same."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import MalformedFact
from app.domain.kinds import KINDS
from app.domain.reading import read_fact, write_fact

SAMPLES: list[dict[str, Any]] = [
    {"kind": "document", "document": "d", "type": "CFL", "title": "T", "issued": "2015-10",
     "url": "https://example.org/a?b=c", "grade": "primary", "errata_to": "e"},
    {"kind": "program_defined", "program": "p", "name": "P", "term": "none", "document": "d",
     "statuses": [{"code": "a", "label": "A", "participating": True},
                  {"code": "b", "label": "B", "participating": False, "covers": ["a"]}],
     "moves": [["a", "b"]]},
    {"kind": "plan_submitted", "program": "p", "county": "Kern", "fiscal_year": "2015-16",
     "effective": "2015-06", "document": "d", "locator": "p. 2",
     "also_cited": [{"document": "e", "locator": "row 3"}, {"document": "f"}]},
    {"kind": "protocol_submitted", "program": "p", "county": "Kern", "fiscal_year": "2015-16",
     "effective": "[..2015-10]", "document": "d"},
    {"kind": "status_changed", "program": "p", "county": "06029", "effective": "2015-11",
     "document": "d", "to": "a", "from": "b", "until": "unknown", "after": 3, "group": "g",
     "evidence": "inferred", "reasoning": "because", "announced": "2015-12"},
    {"kind": "allocation", "program": "p", "county": "Kern", "fiscal_year": "2015-16",
     "amount": "277628.00", "document": "d", "tier": "a", "joint_with": ["Yolo"]},
    {"kind": "control_total", "program": "p", "effective": "2015-11", "document": "d",
     "counts": {"a": 13, "b": 22}, "exhaustive": True, "amount": "1.00"},
    {"kind": "milestone", "milestone": "m", "title": "T", "category": "law", "state": "planned",
     "effective": "2016-21", "until": "2017", "counties": ["Kern"], "document": "d"},
    {"kind": "code_in_effect", "code": "c", "label": "C", "state": "ended", "effective": "2015",
     "document": "d"},
    {"kind": "source_checked", "program": "p", "series": "cfl", "through": "2015-12"},
    {"kind": "retraction", "target": 3, "reason": "wrong"},
    {"kind": "correction", "target": 3, "reason": "wrong",
     "fact": {"kind": "code_in_effect", "code": "c", "label": "C", "state": "planned",
              "effective": "2016-23", "document": "d"}},
]  # fmt: skip
BY_KIND = {sample["kind"]: sample for sample in SAMPLES}


def test_there_is_a_sample_of_every_kind() -> None:
    assert set(BY_KIND) == set(KINDS)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["kind"])
def test_a_fact_is_written_as_it_was_read(sample: dict[str, Any]) -> None:
    fact = read_fact(sample)
    assert write_fact(fact) == sample
    assert read_fact(write_fact(fact)) == fact


def faults(data: object) -> dict[str | None, str]:
    with pytest.raises(MalformedFact) as caught:
        read_fact(data)
    return {fault.pointer: fault.detail for fault in caught.value.faults}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["kind"])
def test_an_unknown_field_is_refused(sample: dict[str, Any]) -> None:
    assert "no such field" in faults({**sample, "seq": 1})["/seq"]
    assert "/recorded_at" in faults({**sample, "recorded_at": "2015"})


@given(st.sampled_from(SAMPLES), st.data())
def test_a_field_of_another_type_is_refused_and_named(
    sample: dict[str, Any], data: st.DataObject
) -> None:
    field = data.draw(st.sampled_from([name for name in sample if name != "kind"]))
    wrong = data.draw(st.sampled_from([7.5, float("nan"), [[[]]], object()]))
    assert any(str(pointer).startswith(f"/{field}") for pointer in faults({**sample, field: wrong}))


def test_all_faults_are_told_at_once_each_with_its_pointer() -> None:
    told = faults(
        {**BY_KIND["status_changed"], "effective": "2015-13", "progam": "p", "program": None,
         "also_cited": [{"document": "d"}, {"locator": "x"}], "after": True}
    )  # fmt: skip
    assert set(told) == {
        "/progam",
        "/program",
        "/effective",
        "/also_cited/1/document",
        "/after",
    }
    assert "did you mean `program`" in told["/progam"]
    inner = faults({**BY_KIND["correction"], "fact": {"kind": "code_in_effect", "code": "c"}})
    assert {"/fact/label", "/fact/state", "/fact/effective", "/fact/document"} == set(inner)


@pytest.mark.parametrize("data", [None, [], "fact", {}, {"kind": "nix"}, {"kind": ["document"]}])
def test_what_is_no_fact_is_refused(data: object) -> None:
    assert faults(data)


def test_inferred_facts_carry_their_reasoning_and_stated_ones_none() -> None:
    inferred = BY_KIND["status_changed"]
    assert "/reasoning" in faults({k: v for k, v in inferred.items() if k != "reasoning"})
    assert "/reasoning" in faults({**inferred, "evidence": "stated"})


@pytest.mark.parametrize(
    "text",
    ["", "  ", "a\x00b", "a\ud800b", "a\u202eb", "a\u200bb", "\ufeffa", "a\u2028b", "x" * 10_001],
    ids=repr,
)
def test_hidden_and_endless_text_is_refused(text: str) -> None:
    assert "/title" in faults({**BY_KIND["document"], "title": text})


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://user:pw@x/",
        "x",
        "http://",
        "http://a b",
    ],
)
def test_an_address_is_of_the_web(url: str) -> None:
    assert "/url" in faults({**BY_KIND["document"], "url": url})
