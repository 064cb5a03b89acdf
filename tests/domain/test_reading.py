"""Facts are read in one strict way, and written back the same."""

import dataclasses
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import parse
from app.domain.errors import MalformedFact
from app.domain.facts import Citation, Fact
from app.domain.fiscal_years import FiscalYear
from app.domain.kinds import KINDS
from app.domain.money import parse_dollars
from app.domain.reading import read_fact, write_fact
from app.domain.sources import StatusForm

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
    {"kind": "rule_overridden", "program": "p", "county": "06029", "rule": "move-not-allowed",
     "entry": 3, "reason": "the letter says so"},
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


# Facts of every kind, built from their classes and not from their JSON.

VISIBLE = st.characters(exclude_categories=["C", "Zl", "Zp"])
TEXTS = st.text(VISIBLE | st.sampled_from("\n\t"), min_size=1, max_size=30).filter(str.strip)
SLUGS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,79}", fullmatch=True)
SEQS = st.integers(1, 2**53 - 1)
DATES = st.builds(
    lambda day, form: parse(day.strftime(form)),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(
        ["%Y", "%Y-%m", "%Y-%m-%d", "%Y-21", "%Y-24~", "[..%Y-%m]", "[%Y..]?", "[%Y..%Y-%m-%d]"]
    ),
)
AMOUNTS = st.integers(0, 10**15 - 1).map(lambda c: parse_dollars(f"{c // 100}.{c % 100:02d}"))
COUNTS = st.dictionaries(SLUGS, st.integers(0, 58), min_size=1, max_size=4)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(
        ("county", "locator", "reasoning", "note", "reason", "title", "type_", "number"), TEXTS
    ),
    **dict.fromkeys(("publisher", "name", "label"), TEXTS),
    **dict.fromkeys(("program", "document", "series", "errata_to", "supersedes", "to"), SLUGS),
    **dict.fromkeys(("from_", "group", "tier", "milestone", "category", "confirms", "code"), SLUGS),
    **dict.fromkeys(("effective", "announced", "issued", "through"), DATES),
    **dict.fromkeys(("after", "target", "resumes"), SEQS),
    **dict.fromkeys(("joint_with", "counties"), st.lists(TEXTS, max_size=3).map(tuple)),
    "fiscal_year": st.builds(FiscalYear, st.integers(1900, 2099)),
    "until": DATES | st.just("unknown"),
    "also_cited": st.lists(st.builds(Citation, SLUGS, st.none() | TEXTS), max_size=3).map(tuple),
    "url": st.from_regex(r"https?://[a-z]{1,9}\.org(/[a-z0-9?=&#]{0,9}){0,3}", fullmatch=True),
    "grade": st.sampled_from(["primary", "secondary"]),
    "term": st.sampled_from(["fiscal_year", "none"]),
    "statuses": st.lists(
        st.builds(
            StatusForm,
            SLUGS,
            TEXTS,
            st.booleans(),
            st.lists(SLUGS, max_size=2).map(tuple),
            st.lists(st.sampled_from(["plan_submitted", "protocol_submitted"]), max_size=2).map(
                tuple
            ),
        ),
        max_size=4,
    ).map(tuple),
    "two_persons": st.booleans(),
    "rule": SLUGS,
    "entry": SEQS,
    "moves": st.lists(st.tuples(SLUGS, SLUGS), max_size=3).map(tuple),
    "amount": AMOUNTS,
    "counts": COUNTS.map(lambda counts: tuple(sorted(counts.items()))),
    "exhaustive": st.booleans(),
}
OF_ONE_KIND = {
    ("milestone", "state"): st.sampled_from(["occurred", "planned"]),
    ("milestone", "until"): DATES,
    ("code_in_effect", "state"): st.sampled_from(["in_effect", "ended", "planned"]),
}
COMMON = {field.name for field in dataclasses.fields(Fact)}
ALWAYS = {"announced", "locator", "also_cited", "note"}


@st.composite
def facts(draw: st.DrawFn, kinds: tuple[str, ...] = tuple(KINDS)) -> Fact:
    cls = KINDS[draw(st.sampled_from(kinds))]
    values: dict[str, Any] = {}
    for field in dataclasses.fields(cls):
        if field.name in COMMON - ALWAYS - cls.needs - cls.takes:
            continue
        needed = field.name in cls.needs or field.default is dataclasses.MISSING
        if needed or draw(st.booleans()):
            if field.name == "fact":
                others = tuple(kind for kind in KINDS if kind not in {"correction", "retraction"})
                values["fact"] = draw(facts(others))
            else:
                own = (cls.kind, field.name)
                mine = OF_ONE_KIND[own] if own in OF_ONE_KIND else FIELDS[field.name]
                values[field.name] = draw(mine)
    if draw(st.booleans()):
        values |= {"evidence": "inferred", "reasoning": draw(TEXTS)}
    return cls(**values)


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_every_fact_survives_being_written_as_json_and_read_again(
    kind: str, data: st.DataObject
) -> None:
    fact = data.draw(facts((kind,)))
    written = json.loads(json.dumps(write_fact(fact)))
    assert read_fact(written) == fact
    assert write_fact(read_fact(written)) == written
    assert None not in written.values()


@given(facts(), st.data())
def test_a_fact_without_a_field_it_needs_is_refused_at_that_field(
    fact: Fact, data: st.DataObject
) -> None:
    cls = type(fact)
    own = {
        field.name.rstrip("_")
        for field in dataclasses.fields(cls)
        if field.default is dataclasses.MISSING
    }
    name = data.draw(st.sampled_from(sorted(cls.needs | own)))
    written = write_fact(fact)
    without = {key: value for key, value in written.items() if key != name}
    assert f"/{name}" in faults(without)
    assert "is required" in faults({**written, name: None})[f"/{name}"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(facts(), st.data())
def test_no_value_whatever_makes_reading_fail_without_a_fault_at_its_field(
    fact: Fact, data: st.DataObject
) -> None:
    written = write_fact(fact)
    name = data.draw(st.sampled_from([key for key in written if key != "kind"]))
    try:
        read_fact({**written, name: data.draw(JSON)})
    except MalformedFact as error:
        pointers = {fault.pointer or "" for fault in error.faults}
    else:
        return
    assert pointers
    assert all(pointer.startswith((f"/{name}", "/reasoning")) for pointer in pointers)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("after", [True, 0, -1, 1.0, "3", 2**53, float("nan"), float("inf"), [3]]),
        ("county", [True, 6029, ["Kern"], ""]),
        (
            "program",
            ["CSEC", "c sec", "-csec", "c" * 81, "csec\n", "csec/", "../csec", "c\u0455ec"],
        ),
        ("fiscal_year", [2015, "2015", "2015-17", ["2015-16"]]),
        ("effective", [2015, 2015.11, True, "2015-13", {"year": 2015}, date(2015, 11, 3)]),
        ("until", ["open", "Unknown", 0, False]),
        ("evidence", ["Stated", "guessed", True, 1, ["stated"], {}]),
        ("also_cited", ["d", {"document": "d"}, ["d"], [["d"]], [None], [{"document": 1}]]),
    ],
)
def test_a_value_that_only_resembles_the_right_one_is_refused(
    field: str, values: list[object]
) -> None:
    for value in values:
        told = faults({**BY_KIND["status_changed"], field: value})
        assert any(str(pointer).startswith(f"/{field}") for pointer in told), value


@pytest.mark.parametrize(
    ("kind", "field", "values"),
    [
        ("allocation", "amount", [277628, 277628.00, "277,628.00", "-1.00", "1e3", True]),
        ("control_total", "amount", [1, 1.0, "1.5", "NaN"]),
        ("control_total", "counts", [{}, [], "a", 13, {"a": True}, {"a": 1.0}, {"a": "1"}]),
        ("control_total", "counts", [{"a": -1}, {"A": 1}, {"a": None}, {"a": 10**30}]),
        ("control_total", "exhaustive", ["true", 1, 0, "yes", []]),
        ("program_defined", "moves", ["ab", [["a"]], [["a", "b", "c"]], [["a", 1]], {"a": "b"}]),
        ("program_defined", "statuses", ["a", ["a"], {"code": "a"}, [{"code": "a"}]]),
        ("program_defined", "term", ["year", "", True]),
        ("milestone", "counties", ["Kern", [1], [""], {"0": "Kern"}]),
        ("milestone", "state", ["done", "in_effect"]),
        ("correction", "fact", ["x", [], {}, {"kind": "nix"}, 1]),
    ],
)
def test_money_counts_and_lists_are_of_their_own_types(
    kind: str, field: str, values: list[object]
) -> None:
    for value in values:
        told = faults({**BY_KIND[kind], field: value})
        assert any(str(pointer).startswith(f"/{field}") for pointer in told), value


def test_a_fault_in_a_list_names_its_place_in_it() -> None:
    statuses = [*BY_KIND["program_defined"]["statuses"], {"code": "A", "covers": ["a", 1]}]
    assert set(faults({**BY_KIND["program_defined"], "statuses": statuses})) == {
        "/statuses/2/code",
        "/statuses/2/label",
        "/statuses/2/participating",
        "/statuses/2/covers",
    }
    assert set(faults({**BY_KIND["milestone"], "counties": "Kern"})) == {"/counties"}


def test_a_field_of_another_kind_is_refused_though_it_exists_elsewhere() -> None:
    for kind, field, value in (
        ("document", "effective", "2015"),
        ("document", "county", "Kern"),
        ("code_in_effect", "program", "csec"),
        ("plan_submitted", "to", "tier_1"),
        ("protocol_submitted", "until", "2015"),
        ("control_total", "county", "Kern"),
        ("source_checked", "effective", "2015"),
        ("retraction", "fact", BY_KIND["document"]),
        ("status_changed", "from_", "a"),
        ("document", "type_", "CFL"),
    ):
        assert "no such field" in faults({**BY_KIND[kind], field: value})[f"/{field}"]


@pytest.mark.parametrize(
    ("kind", "wrong", "right"),
    [
        ("status_changed", "fiscal_yaer", "fiscal_year"),
        ("status_changed", "effectiv", "effective"),
        ("document", "isued", "issued"),
        ("allocation", "jointwith", "joint_with"),
        ("control_total", "exhaustiv", "exhaustive"),
    ],
)
def test_a_misspelt_field_comes_with_the_nearest_name(kind: str, wrong: str, right: str) -> None:
    assert f"did you mean `{right}`?" in faults({**BY_KIND[kind], wrong: "x"})[f"/{wrong}"]


def test_the_message_names_the_first_faults_and_counts_the_rest() -> None:
    with pytest.raises(MalformedFact) as caught:
        read_fact({"kind": "status_changed"})
    assert len(caught.value.faults) == 5
    assert "(and 2 more)" in caught.value.detail
    assert "/program: `program` is required here" in caught.value.detail


def test_pointers_begin_where_the_caller_says() -> None:
    with pytest.raises(MalformedFact) as caught:
        read_fact({"kind": "code_in_effect", "code": "c"}, "/entries/7")
    assert {str(fault.pointer) for fault in caught.value.faults} == {
        f"/entries/7/{name}" for name in ("effective", "document", "label", "state")
    }


def test_text_of_10_000_characters_and_words_in_any_script_are_kept_as_they_are() -> None:
    for text in (
        "x" * 10_000,
        "Niñas, niños y jóvenes",
        "兒童",
        "line\n\tline",
        " edges ",
        "e\u0301",
    ):
        assert write_fact(read_fact({**BY_KIND["document"], "title": text}))["title"] == text


@pytest.mark.parametrize("field", ["locator", "note", "reasoning", "title", "publisher"])
def test_every_text_field_refuses_what_cannot_be_seen(field: str) -> None:
    inferred = {**BY_KIND["document"], "evidence": "inferred", "reasoning": "because"}
    for hidden in ("\x00", "\ud800", "\u200d", "\u2066", "\x7f", "\r", "\ue000", "\uffff"):
        detail = faults({**inferred, field: f"a{hidden}b"})[f"/{field}"]
        assert f"U+{ord(hidden):04X}" in detail
        detail.encode()


@pytest.mark.parametrize(
    "url",
    ["JavaScript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//x.org", "ftp://x.org",
     "https:x.org", "https:///x", "https://x.org/\n", "http://[", "https://@x.org",
     "https://x.org/" + "a" * 2_000, "vbscript:x", "https"],
    ids=lambda url: repr(url[:24]),
)  # fmt: skip
def test_an_address_that_a_reader_should_not_follow_is_refused(url: str) -> None:
    assert "/url" in faults({**BY_KIND["document"], "url": url})


def test_a_correction_puts_no_correction_in_place_however_deep() -> None:
    fact: dict[str, object] = {"kind": "retraction", "target": 1, "reason": "r"}
    for _ in range(3_000):
        fact = {"kind": "correction", "target": 1, "reason": "r", "fact": fact}
    with pytest.raises(MalformedFact) as caught:
        read_fact(fact)
    assert [fault.pointer for fault in caught.value.faults] == ["/fact/kind"]


def test_a_strange_field_is_pointed_at_as_json_pointers_are_written() -> None:
    with pytest.raises(MalformedFact) as caught:
        read_fact({"kind": "retraction", "target": 1, "reason": "r", "a/b~c": 1})
    assert [fault.pointer for fault in caught.value.faults] == ["/a~1b~0c"]
