"""Random small journals: lists of facts for the oracle and for the program.

A journal grows fact by fact; a fact that contradicts what is there (a cycle, an empty range, the
same fact again) is left out at once, so that no journal is ever discarded. Seq 1 is a document,
seq 2 the program's definition.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.timeline.oracle import Contradiction, Oracle, View, read_edtf

Fact = dict[str, Any]
Draw = st.DrawFn

PROGRAM = "trial"
COUNTIES = ("06001", "06003", "06005", "06007")
STATUS_KINDS = ("status_changed", "plan_submitted")
KINDS = (*STATUS_KINDS, "control_total")
FISCAL_YEARS = ("2015-16", "2016-17")
# The first days of windows of twelve: away from July 1, around one, around the next one.
WINDOWS = (date(2015, 10, 10), date(2016, 6, 25), date(2017, 6, 25))
MONTHS = {WINDOWS[0]: ("2015-10",), WINDOWS[1]: ("2016-06", "2016-07"), WINDOWS[2]: ("2017-06",)}
WINDOW_DAYS = 12


def _chance(draw: Draw, percent: int) -> bool:
    """True about that often; shrinks to False."""
    return draw(st.integers(0, 99)) >= 100 - percent


def _status(code: str, *, participating: bool, covers: Sequence[str] = ()) -> Fact:
    status: Fact = {"code": code, "label": code.capitalize(), "participating": participating}
    return status | ({"covers": list(covers)} if covers else {})


def _codebook(draw: Draw) -> Fact:
    by_term = [
        _status("plan_submitted", participating=False),
        _status("participating", participating=True, covers=("tier_1", "tier_2")),
        _status("tier_1", participating=True),
        _status("tier_2", participating=True),
        _status("withdrawn", participating=False),
    ]
    three = [
        _status("first", participating=True),
        _status("second", participating=True),
        _status("left", participating=False),
    ]
    four = [
        _status("either", participating=True, covers=("first", "second")),
        *three,
    ]
    plain = [_status("asked", participating=False), *three]
    by_years = draw(st.booleans())
    return {
        "kind": "program_defined",
        "program": PROGRAM,
        "name": "A program on trial",
        "term": "fiscal_year" if by_years else "none",
        "statuses": by_term if by_years else draw(st.sampled_from([three, plain, four])),
        "document": "doc-1",
    }


def _span(draw: Draw, window: date, *, margin: int = 0) -> str:
    """A one-of range of two to six days in the window (or a few days beyond it)."""
    length = draw(st.integers(1, 5))
    start = draw(st.integers(-margin, WINDOW_DAYS - 1 + margin - length))
    first = window + timedelta(days=start)
    return f"[{first}..{first + timedelta(days=length)}]"


def _exact(draw: Draw, window: date, *, margin: int = 0) -> str:
    return str(window + timedelta(days=draw(st.integers(-margin, WINDOW_DAYS - 1 + margin))))


def _edtf(draw: Draw, window: date, *, open_ended: bool = False) -> str:
    roll = draw(st.integers(0, 99))
    if roll < 45:
        return _exact(draw, window)
    if roll < 86:
        return _span(draw, window) + ("?" if roll == 85 else "")
    if roll < 97 or not open_ended:
        return draw(st.sampled_from(MONTHS[window])) + ("~" if roll == 96 else "")
    day = _exact(draw, window)
    return f"[..{day}]" if roll == 97 else f"[{day}..]"


def _document(draw: Draw, number: int, window: date) -> Fact:
    fact: Fact = {
        "kind": "document",
        "document": f"doc-{number}",
        "type": "CFL",
        "title": f"Letter {number}",
    }
    roll = draw(st.integers(0, 9))
    if roll < 5:
        fact["issued"] = _exact(draw, window, margin=4)
    elif roll < 8:
        fact["issued"] = _span(draw, window, margin=4)
    return fact


class _Writer:
    """A journal in the making."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        two = [list(WINDOWS[:2]), list(WINDOWS[1:])]
        self.windows = draw(st.sampled_from([[WINDOWS[0]], [WINDOWS[1]], [WINDOWS[1]], *two, *two]))
        self.counties = COUNTIES[: draw(st.integers(1, 4))]
        self.facts: list[Fact] = [_document(draw, 1, self.window()), _codebook(draw)]
        self.documents = ["doc-1"]
        if draw(st.booleans()):
            self.facts.append(_document(draw, 2, self.window()))
            self.documents.append("doc-2")
        self.by_years = self.facts[1]["term"] == "fiscal_year"
        self.codes = [status["code"] for status in self.facts[1]["statuses"]]
        covering = [status for status in self.facts[1]["statuses"] if "covers" in status]
        self.finer = [code for status in covering for code in status["covers"]]
        self.likely = [*self.codes, *(status["code"] for status in covering)]
        self.groups = 0

    def window(self) -> date:
        return self.draw(st.sampled_from(self.windows))

    def contents(self) -> list[Fact]:
        return [f["fact"] if f["kind"] == "correction" else f for f in self.facts]

    def add(self, fact: Fact) -> None:
        """Append a fact unless the service would refuse it."""
        content = fact.get("fact", fact)
        if content in self.contents():
            return
        oracle, seq = Oracle([*self.facts, fact], COUNTIES), len(self.facts) + 1
        try:
            oracle.check(PROGRAM, seq)
        except Contradiction:
            return
        if not oracle.has_group_cycle(PROGRAM, seq):
            self.facts.append(fact)

    def live(self) -> list[int]:
        """Seqs a correction or a retraction may aim at."""
        gone = {f["target"] for f in self.facts if "target" in f}
        return [
            seq
            for seq, f in enumerate(self.contents(), start=1)
            if f["kind"] in KINDS and seq not in gone
        ]

    def common(self, fact: Fact, window: date) -> Fact:
        """What any entry may carry besides its own: announcement, evidence."""
        draw = self.draw
        fact["document"] = draw(st.sampled_from(self.documents))
        roll = draw(st.integers(0, 9))
        if roll >= 6:
            fact["announced"] = (_exact if roll < 8 else _span)(draw, window, margin=3)
        if _chance(draw, 15):
            fact |= {"evidence": "inferred", "reasoning": "follows from the sum"}
        elif _chance(draw, 10):
            fact["evidence"] = "stated"
        return fact

    def status_entry(self, county: str | None = None, effective: str | None = None) -> Fact:
        draw, window = self.draw, self.window()
        effective = effective or _edtf(draw, window, open_ended=True)
        plan = self.by_years and _chance(draw, 20)
        fact: Fact = {
            "kind": "plan_submitted" if plan else "status_changed",
            "program": PROGRAM,
            "county": county or draw(st.sampled_from(self.counties)),
            "effective": effective,
        }
        open_start = effective.startswith("[..")
        if plan or (self.by_years and (open_start or _chance(draw, 35))):
            fact["fiscal_year"] = draw(st.sampled_from(FISCAL_YEARS))
        if not plan:
            fact["to"] = draw(st.sampled_from(self.likely))
            self.order(fact)
            if _chance(draw, 25):
                self.until(fact, window)
        return self.common(fact, window)

    def order(self, fact: Fact) -> None:
        draw = self.draw
        if _chance(draw, 40):
            there = [
                "plan_submitted" if f["kind"] == "plan_submitted" else f["to"]
                for f in self.contents()
                if f["kind"] in STATUS_KINDS and f["county"] == fact["county"]
            ]
            fact["from"] = draw(st.sampled_from(there or self.codes))
        contents = self.contents()
        earlier = [seq for seq in self.live() if contents[seq - 1]["kind"] in STATUS_KINDS]
        if earlier and _chance(draw, 35):
            fact["after"] = draw(st.sampled_from(earlier))

    def until(self, fact: Fact, window: date) -> None:
        roll = self.draw(st.integers(0, 9))
        if roll < 3:
            fact["until"] = "unknown"
            return
        text = (_exact if roll < 7 else _span)(self.draw, window, margin=3)
        if roll == 9:
            text = f"[{_exact(self.draw, window, margin=3)}..]"
        if read_edtf(text)[1] > read_edtf(fact["effective"])[0]:
            fact["until"] = text

    def group_act(self) -> Iterator[Fact]:
        """One act moves two or three counties: the same date, or dates that overlap."""
        draw, window = self.draw, self.window()
        self.groups += 1
        counties = draw(st.permutations(COUNTIES))[: draw(st.integers(2, 3))]
        effective = _edtf(draw, window)
        for county in counties:
            fact = self.status_entry(county, effective)
            fact.pop("after", None)
            if _chance(draw, 25):
                fact["effective"] = _span(draw, window)
                fact.pop("until", None)
            if fact["kind"] == "status_changed":
                fact["group"] = f"act-{self.groups}"
            yield fact

    def control_total(self) -> Fact:
        draw, window = self.draw, self.window()
        fact: Fact = {
            "kind": "control_total",
            "program": PROGRAM,
            "effective": _edtf(draw, window),
        }
        if self.by_years and _chance(draw, 40):
            fact["fiscal_year"] = draw(st.sampled_from(FISCAL_YEARS))
        if _chance(draw, 5):
            return self.common(fact | {"amount": "1000.00"}, window)
        only_finer = bool(self.finer) and _chance(draw, 40)
        codes = self.finer if only_finer else self.codes
        printed = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True))
        fact["counts"] = {code: draw(st.integers(0, 3)) for code in printed}
        if only_finer:
            fact["exhaustive"] = True
        elif _chance(draw, 50):
            fact["exhaustive"] = draw(st.booleans())
        return self.common(fact, window)

    def correction(self, target: int) -> Fact:
        """Another date, another end, another status; or a whole new fact of the same kind."""
        draw, old = self.draw, self.contents()[target - 1]
        if _chance(draw, 40):
            new = self.control_total() if old["kind"] == "control_total" else self.status_entry()
            if new.get("after") == target:
                del new["after"]
        else:
            new = dict(old)
            if "to" in new and _chance(draw, 50):
                new["to"] = draw(st.sampled_from(self.codes))
            else:
                new.pop("until", None)
                new["effective"] = _edtf(draw, self.window())
        return {"kind": "correction", "target": target, "reason": "misread", "fact": new}

    def step(self) -> None:
        draw, live = self.draw, self.live()
        roll = draw(st.integers(0, 99))
        if roll >= 94 and live:
            target = draw(st.sampled_from(live))
            self.add({"kind": "retraction", "target": target, "reason": "never was"})
        elif roll >= 82 and live:
            self.add(self.correction(draw(st.sampled_from(live))))
        elif roll >= 72:
            for fact in self.group_act():
                self.add(fact)
        elif roll >= 45:
            self.add(self.control_total())
        else:
            self.add(self.status_entry())


@st.composite
def journals(draw: Draw, max_steps: int = 7) -> list[Fact]:
    """Facts in the order of their seqs (1, 2, ...); no prefix contradicts itself."""
    writer = _Writer(draw)
    for _ in range(draw(st.integers(min(3, max_steps), max_steps))):
        writer.step()
    return writer.facts


def _dates_in(fact: Mapping[str, Any]) -> Iterator[str]:
    if "fact" in fact:
        yield from _dates_in(fact["fact"])
    for field in ("effective", "until", "announced", "issued"):
        if fact.get(field, "unknown") != "unknown":
            yield fact[field]


def interesting_days(journal: Sequence[Mapping[str, Any]]) -> list[date]:
    """Every range end and its neighbours, every July 1 and its eve, and a few other days."""
    ends = {end for fact in journal for text in _dates_in(fact) for end in read_edtf(text)}
    around = {date.fromordinal(end + step) for end in ends for step in (-1, 0, 1)}
    found = {day for day in around if 2010 <= day.year <= 2030}
    for year in (2015, 2016, 2017, 2018):
        found |= {date(year, 6, 30), date(year, 7, 1)}
    found |= {window + timedelta(days=6) for window in WINDOWS}
    return sorted(found | {date(2014, 1, 1), date(2016, 1, 1), date(2020, 1, 1)})


def days(journal: Sequence[Mapping[str, Any]]) -> st.SearchStrategy[date]:
    return st.sampled_from(interesting_days(journal))


def views(journal: Sequence[Mapping[str, Any]]) -> st.SearchStrategy[View]:
    """Mostly everything known; sometimes a prefix, the letters issued by a day, another clock."""
    everything = len(journal)
    return st.builds(
        View,
        known_at=st.one_of(st.just(everything), st.just(everything), st.integers(0, everything)),
        issued_by=st.one_of(st.none(), st.none(), days(journal)),
        clock=st.sampled_from(["effective", "effective", "announced"]),
        evidence=st.sampled_from(["all", "all", "all", "stated"]),
    )
