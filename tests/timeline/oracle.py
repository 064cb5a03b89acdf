"""An independent, slow and readable oracle for standings and counts: it enumerates worlds.

A world picks one day for every imprecise date. Three plain collapses keep that feasible:

* counties not linked by a group or a declared order are independent; so are the totals;
* of an announcement only "told by the day that matters, or not" can be seen, and of an end day only
  "over by D, or not": those two answers are enumerated instead of the days behind them;
* between two neighbouring days at which any range begins or ends (or D itself) only the *order* of
  the entries can be seen, so as many days as there are entries able to fall there are enough.

Nothing here knows the program's own way of answering; keep it so.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise, product
from typing import cast

TERM_ENDED, NOT_RECORDED = "term_ended", "not_recorded"
NEVER = 10**8  # an ordinal later than any day asked about
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}

Fact = Mapping[str, object]
Edges = set[tuple[int, int]]
Shown = list[tuple["Entry", int]]  # visible entries, each with its day
People = Counter[
    tuple[str, str]
]  # how many counties: (state now, state on a past total's last day)


class Contradiction(Exception):
    """A cycle or an empty range under the declared orders."""


@dataclass(frozen=True)
class View:
    known_at: int
    issued_by: date | None = None
    clock: str = "effective"
    evidence: str = "all"


@dataclass(frozen=True)
class OracleStanding:
    status: str
    possible: frozenset[str]


@dataclass(frozen=True)
class OracleCount:
    count: int
    min: int
    max: int
    named: int
    unnamed: int


@dataclass(frozen=True)
class Entry:
    """A status entry or a control total. Days are ordinals, ranges include both ends."""

    seq: int
    county: str
    status: str
    term: int
    lo: int
    hi: int
    told_lo: int
    told_hi: int
    end: tuple[int, int] | None  # `until`; "unknown" is any day up to NEVER
    unit: str  # entries of one unit share their day
    told_unit: str  # ... and of one of these their announcement day
    fact: Fact = field(compare=False)


@dataclass(frozen=True)
class Scene:
    """What a view leaves of the journal for one program, tightened."""

    codes: list[str]
    covers: dict[str, list[str]]
    has_term: bool
    entries: list[Entry]
    after: Edges  # transitive: (earlier, later)
    totals: list[Entry]


@dataclass(frozen=True)
class Tally:
    counts: dict[str, int]
    named: dict[str, int]
    unnamed: dict[str, int]
    places: int
    unplaced: int
    strained: bool


def read_edtf(text: str) -> tuple[int, int]:
    """The earliest and the latest day a date may mean."""
    text = text.rstrip("?~")
    if text.startswith("["):
        first, last = text[1:-1].split("..")
        lo = read_edtf(first)[0] if first else date(1900, 1, 1).toordinal()
        return lo, read_edtf(last)[1] if last else date(2100, 12, 31).toordinal()
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        raise ValueError(f"not in the profile: {text!r}")
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 3:
        return (day := date(*numbers).toordinal()), day
    first_month, last_month = 1, 12
    if len(numbers) == 2:
        first_month, last_month = _SEASONS.get(numbers[1], (numbers[1], numbers[1]))
    last_year, last_month = numbers[0] + (last_month > 12), (last_month - 1) % 12 + 1
    last_day = calendar.monthrange(last_year, last_month)[1]
    earliest = date(numbers[0], first_month, 1).toordinal()
    return earliest, date(last_year, last_month, last_day).toordinal()


def fiscal_year_of(day: int) -> int:
    """The year in which the fiscal year of a day begins (July 1)."""
    when = date.fromordinal(day)
    return when.year if when.month >= 7 else when.year - 1


def _successors(edges: Edges) -> Edges:
    """Transitive closure; a cycle is a contradiction."""
    closed = set(edges)
    while more := {(a, d) for a, b in closed for c, d in closed if b == c} - closed:
        closed |= more
    if any(a == b for a, b in closed):
        raise Contradiction("the declared orders form a cycle")
    return closed


def _tighten(entries: list[Entry], edges: Edges) -> list[Entry]:
    """Groups share their day, t(a) <= t(b) along every order, t <= u: until nothing moves."""
    now = {e.seq: e for e in entries}
    while True:
        before = dict(now)
        for a, b in edges:
            now[a] = replace(now[a], hi=min(now[a].hi, now[b].hi))
            now[b] = replace(now[b], lo=max(now[b].lo, now[a].lo))
        for e in list(now.values()):
            unit = [o for o in now.values() if o.unit == e.unit]
            lo, hi = max(o.lo for o in unit), min(o.hi for o in unit)
            end = e.end
            if end is not None:
                hi, end = min(hi, end[1]), (max(end[0], lo), end[1])
            if lo > hi or (end is not None and end[0] > end[1]):
                raise Contradiction(f"no day is left for entry {e.seq}")
            now[e.seq] = replace(e, lo=lo, hi=hi, end=end)
        if now == before:
            return list(now.values())


def _share_announcements(entries: list[Entry]) -> list[Entry]:
    """Members of one group share the announcement day, unless no day suits them all."""
    out = []
    for e in entries:
        unit = [o for o in entries if o.unit == e.unit]
        lo, hi = max(o.told_lo for o in unit), min(o.told_hi for o in unit)
        out.append(replace(e, told_lo=lo, told_hi=hi, told_unit=e.unit) if lo <= hi else e)
    return out


def _days_worth_trying(entries: list[Entry], day: int, view: View) -> dict[str, list[int]]:
    spans = {e.unit: (e.lo, e.hi) for e in entries}
    if view.clock == "effective":  # every day after D is as invisible as the first of them
        spans = {u: (min(lo, day + 1), min(hi, day + 1)) for u, (lo, hi) in spans.items()}
    bounds = {day + 1} | {e.end[1] + 1 for e in entries if e.end is not None}
    bounds |= {lo for lo, _ in spans.values()} | {hi + 1 for _, hi in spans.values()}
    cuts = sorted(bounds)
    out: dict[str, list[int]] = {unit: [] for unit in spans}
    for start, stop in pairwise(cuts):  # no range ends inside [start, stop)
        inside = [u for u, (lo, hi) in spans.items() if lo <= start and stop - 1 <= hi]
        for unit in inside:
            out[unit] += range(start, min(stop, start + len(inside)))
    return out


def _assignments(
    choices: Sequence[tuple[str, list[int]]], order: set[tuple[str, str]], chosen: dict[str, int]
) -> Iterator[dict[str, int]]:
    if len(chosen) == len(choices):
        yield dict(chosen)
        return
    unit, days = choices[len(chosen)]
    floor = max((chosen[a] for a, b in order if b == unit and a in chosen), default=0)
    ceiling = min((chosen[b] for a, b in order if a == unit and b in chosen), default=NEVER)
    for day in days:
        if floor <= day <= ceiling:
            yield from _assignments(choices, order, {**chosen, unit: day})


def _told_by(day: int, view: View) -> int | None:
    """The last announcement day that still makes an entry visible; None: it does not matter."""
    limits = [day] if view.clock == "announced" else []
    limits += [view.issued_by.toordinal()] if view.issued_by is not None else []
    return min(limits, default=None)


def _worlds(entries: list[Entry], after: Edges, day: int, view: View) -> Iterator[Shown]:
    """What is visible on D, in every world."""
    unit_of = {e.seq: e.unit for e in entries}
    order = {(unit_of[a], unit_of[b]) for a, b in after if a in unit_of and b in unit_of}
    choices = sorted(_days_worth_trying(entries, day, view).items())
    limit = _told_by(day, view)
    told: dict[str, list[bool]] = {e.told_unit: [True] for e in entries}
    if limit is not None:
        for e in entries:
            told[e.told_unit] = [True] * (e.told_lo <= limit) + [False] * (e.told_hi > limit)
    for pick in product(*told.values()):
        is_told = dict(zip(told, pick, strict=True))
        candidates = [e for e in entries if is_told[e.told_unit]]
        for t in _assignments(choices, order, {}):
            yield [
                (e, t[e.unit]) for e in candidates if view.clock == "announced" or t[e.unit] <= day
            ]


def _certainly_visible(entries: list[Entry], day: int, view: View) -> Shown:
    limit = _told_by(day, view)
    return [
        (e, e.hi)
        for e in entries
        if (view.clock == "announced" or e.hi <= day) and (limit is None or e.told_hi <= limit)
    ]


def _last_in_world(shown: Shown, after: Edges) -> Shown:
    """The entries that may be last: on one day a declared successor is later, else any may be."""
    top = [(e, t) for e, t in shown if t == max(day for _, day in shown)]
    return [(e, t) for e, t in top if not any((e.seq, o.seq) in after for o, _ in top)]


def _last_for_certain(shown: Shown, after: Edges) -> Shown:
    left = [(e, t) for e, t in shown if not any((e.seq, o.seq) in after for o, _ in shown)]
    return [max(left, key=lambda pair: (pair[0].hi, pair[0].lo, pair[0].seq))]


def _ended_in_world(e: Entry, t: int, day: int) -> set[bool]:
    if e.end is None:
        return {False}
    lo, hi = max(e.end[0], t), e.end[1]
    answers = {True: lo <= min(hi, day), False: hi > day}
    return {answer for answer, possible in answers.items() if possible}


def _ended_for_certain(e: Entry, _t: int, day: int) -> set[bool]:
    return {e.end is not None and e.end[1] <= day}


Last = Callable[[Shown, Edges], Shown]
Ended = Callable[[Entry, int, int], set[bool]]


def _layers(scene: Scene, shown: Shown, day: int) -> tuple[Shown, Shown, Shown]:
    """CURRENT, EARLY, PAST."""
    y = fiscal_year_of(day)
    if not scene.has_term:
        return shown, [], []
    return (
        [(e, t) for e, t in shown if e.term == y],
        [(e, t) for e, t in shown if e.term > y],
        [(e, t) for e, t in shown if e.term < y],
    )


def _states(scene: Scene, shown: Shown, day: int, last: Last, ended: Ended) -> set[str]:
    """The states a county may be in, given its visible entries (ties and ends leave a choice)."""
    current, early, past = _layers(scene, shown, day)
    out: set[str] = set()
    pending = {False}  # may we get this far, and remembering an end?
    for layer in (current, early):
        if layer and pending:
            fates = [(e, x) for e, t in last(layer, scene.after) for x in ended(e, t, day)]
            out |= {e.status for e, is_over in fates if not is_over}
            pending = {True for _, is_over in fates if is_over}
    return out | {TERM_ENDED if over or past else NOT_RECORDED for over in pending}


def _total(scene: Scene, shown: Shown, day: int, last: Last) -> set[tuple[str, Entry | None]]:
    modes = ("in force", "in force", "lapsed")
    for mode, layer in zip(modes, _layers(scene, shown, day), strict=True):
        if layer:
            return {(mode, e) for e, _ in last(layer, set())}
    return {("none", None)}


def _printed(total: Entry) -> dict[str, int]:
    return dict(cast(Mapping[str, int], total.fact["counts"]))


def _hides(scene: Scene, total: Entry, status: str) -> bool:
    """Is the total finer-exhaustive for this status?"""
    finer, printed = scene.covers[status], _printed(total)
    exhaustive = bool(total.fact.get("exhaustive"))
    return exhaustive and status not in printed and any(c in printed for c in finer)


def _fill(
    scene: Scene, total: Entry, named: Mapping[str, int], base: Mapping[str, int]
) -> dict[str, int]:
    """The unnamed places of a total, the previous total's being `base`."""
    printed = _printed(total)

    def places(s: str) -> int:
        if s not in printed:
            return 0 if total.fact.get("exhaustive") else base[s]
        return max(0, printed[s] - named[s] - sum(named[c] + places(c) for c in scene.covers[s]))

    return {s: places(s) for s in scene.codes}


def _between(low: int, high: int) -> range:
    return range(min(low, high), high + 1)


def _tallies_in_force(
    scene: Scene, total: Entry, unnamed: Mapping[str, int], people: People
) -> Iterator[Tally]:
    states = Counter(state for state, _ in people.elements())
    pool = states[NOT_RECORDED] + states[TERM_ENDED]
    named, u = {s: states[s] for s in scene.codes}, dict(unnamed)
    hidden = [s for s in scene.codes if _hides(scene, total, s)]
    n = sum(named[s] for s in hidden)
    excess = sum(u.values()) - n - pool
    surplus = max(0, n - sum(u.values()))
    strained = excess > 0 or surplus > 0
    for s in hidden:
        named[s] = min(named[s], surplus)
        surplus -= named[s]
    for s in scene.codes:
        given_up = max(0, min(u[s], excess))
        u[s], excess = u[s] - given_up, excess - given_up
    places = max(0, sum(u.values()) - n)
    for x in _between(max(0, places - states[NOT_RECORDED]), min(states[TERM_ENDED], places)):
        counts = {s: named[s] + u[s] for s in scene.codes}
        counts[TERM_ENDED] = named[TERM_ENDED] = states[TERM_ENDED] - x
        counts[NOT_RECORDED] = named[NOT_RECORDED] = states[NOT_RECORDED] - (places - x)
        yield Tally(counts, dict(named), u, places, n, strained)


def _tallies_lapsed(scene: Scene, held: int, people: People) -> Iterator[Tally]:
    """`held`: the places of the lapsed total on the last day of its term."""
    states = Counter(state for state, _ in people.elements())
    n, t = states[NOT_RECORDED], states[TERM_ENDED]
    t_old = people[TERM_ENDED, TERM_ENDED] + people[TERM_ENDED, NOT_RECORDED]
    back = sum(people[s, then] for s in scene.codes for then in (TERM_ENDED, NOT_RECORDED))
    for y in _between(max(0, held - n - t_old), min(held, back)):
        left = min(held - y, n + t_old)
        for x in _between(max(0, left - n), min(t_old, left)):
            named = {s: states[s] for s in scene.codes}
            named |= {TERM_ENDED: t - x, NOT_RECORDED: n - left + x}
            counts = named | {TERM_ENDED: t + left - x}
            yield Tally(counts, named, {TERM_ENDED: left}, places=0, unplaced=0, strained=False)


class Oracle:
    """facts[i] has seq i + 1; every county of the program is listed in `counties`."""

    def __init__(self, facts: Sequence[Fact], counties: Sequence[str]) -> None:
        self.facts = list(facts)
        self.counties = list(counties)
        self._scenes: dict[tuple[str, View], Scene] = {}
        self._readings: dict[tuple[str, int, View], dict[str, str]] = {}

    # ---- questions

    def standings(self, program: str, day: date, view: View) -> dict[str, OracleStanding]:
        d, scene = day.toordinal(), self._scene(program, view)
        reading = self._reading(program, d, view)
        possible: dict[str, set[str]] = {county: set() for county in self.counties}
        for counties, outcomes in self._outcomes(scene, d, view):
            for outcome in outcomes:
                for county, state in zip(counties, outcome, strict=True):
                    possible[county].add(state)
        return {c: OracleStanding(reading[c], frozenset(possible[c])) for c in self.counties}

    def counts(self, program: str, day: date, view: View) -> dict[str, OracleCount]:
        tallies = list(self._world_tallies(program, day.toordinal(), view))
        reading = self._reading_tally(program, day.toordinal(), view)
        return {
            s: OracleCount(
                reading.counts[s],
                min(tally.counts[s] for tally in tallies),
                max(tally.counts[s] for tally in tallies),
                reading.named[s],
                reading.unnamed.get(s, 0),
            )
            for s in [*self._scene(program, view).codes, TERM_ENDED, NOT_RECORDED]
        }

    def unplaced(self, program: str, day: date, view: View) -> int:
        return self._reading_tally(program, day.toordinal(), view).unplaced

    def overflowing(self, program: str, day: date, view: View) -> bool:
        return any(tally.strained for tally in self._world_tallies(program, day.toordinal(), view))

    def check(self, program: str, known_at: int) -> None:
        """Raise Contradiction if the facts known then contradict each other."""
        self._scene(program, View(known_at))

    def has_group_cycle(self, program: str, known_at: int) -> bool:
        """Would the declared orders form a cycle if every group were one single entry?"""
        scene = self._scene(program, View(known_at))
        unit = {e.seq: number for number, e in enumerate(scene.entries)}
        first = {e.unit: unit[e.seq] for e in reversed(scene.entries)}
        merged = {e.seq: first[e.unit] for e in scene.entries}
        try:
            _successors({(merged[a], merged[b]) for a, b in scene.after})
        except Contradiction:
            return True
        return False

    # ---- the journal as a view sees it

    def _live(self, known_at: int) -> dict[int, Fact]:
        known = dict(enumerate(self.facts[:known_at], start=1))
        verbs = ("correction", "retraction")
        removed = {f["target"] for f in known.values() if f["kind"] in verbs}
        return {
            seq: cast(Fact, f["fact"]) if f["kind"] == "correction" else f
            for seq, f in known.items()
            if seq not in removed and f["kind"] != "retraction"
        }

    def _codebook(self, program: str, live: Mapping[int, Fact]) -> Fact:
        def defines(f: Fact) -> bool:
            return f["kind"] == "program_defined" and f["program"] == program

        known = [f for _, f in sorted(live.items()) if defines(f)]
        return known[-1] if known else next(f for f in self.facts if defines(f))

    def _entry(self, seq: int, fact: Fact, documents: Mapping[object, Fact]) -> Entry:
        lo, hi = read_edtf(str(fact["effective"]))
        issued = documents.get(fact["document"], {}).get("issued")
        told_lo, told_hi = read_edtf(str(fact.get("announced") or issued or fact["effective"]))
        until = fact.get("until")
        end = None
        if until is not None:
            end = (lo, NEVER) if until == "unknown" else read_edtf(str(until))
        fiscal_year = fact.get("fiscal_year")
        group = fact.get("group")
        return Entry(
            seq=seq,
            county=str(fact.get("county", "")),
            status="plan_submitted" if fact["kind"] == "plan_submitted" else str(fact.get("to")),
            term=int(str(fiscal_year)[:4]) if fiscal_year else fiscal_year_of(lo),
            lo=lo,
            hi=hi,
            told_lo=told_lo,
            told_hi=told_hi,
            end=end,
            unit=f"group {group}" if group else f"entry {seq}",
            told_unit=f"entry {seq}",
            fact=fact,
        )

    def _replacement(self, seq: int, known_at: int) -> int:
        """The correction that replaced an entry, followed on; itself if none did."""
        for later, f in enumerate(self.facts[:known_at], start=1):
            if f["kind"] == "correction" and f["target"] == seq:
                return self._replacement(later, known_at)
        return seq

    def _orders(self, entries: list[Entry], known_at: int, *, has_term: bool) -> Edges:
        out: Edges = set()
        for b in entries:
            if b.fact.get("after") is not None:
                before = self._replacement(int(str(b.fact["after"])), known_at)
                # Between fiscal years the calendar decides.
                if any(a.seq == before and (a.term == b.term or not has_term) for a in entries):
                    out.add((before, b.seq))
            elif b.fact.get("from") is not None:
                earlier = [
                    a
                    for a in entries
                    if a is not b and a.county == b.county and a.status == b.fact["from"]
                    if a.lo <= b.hi and (a.term == b.term or not has_term)
                ]
                if earlier:
                    out.add((max(earlier, key=lambda a: (a.hi, a.lo, a.seq)).seq, b.seq))
        return out

    def _scene(self, program: str, view: View) -> Scene:
        key = program, replace(view, clock="effective")  # the clock does not matter here
        if key in self._scenes:
            return self._scenes[key]
        live = self._live(view.known_at)
        book = self._codebook(program, live)
        statuses = cast(Sequence[Mapping[str, object]], book["statuses"])
        has_term = book["term"] == "fiscal_year"
        documents = {f["document"]: f for f in live.values() if f["kind"] == "document"}
        entries: list[Entry] = []
        totals: list[Entry] = []
        for seq, fact in live.items():
            if fact.get("program") == program:
                if fact["kind"] in ("plan_submitted", "status_changed"):
                    entries.append(self._entry(seq, fact, documents))
                elif fact["kind"] == "control_total" and fact.get("counts"):
                    totals.append(self._entry(seq, fact, documents))
        orders = self._orders(entries, view.known_at, has_term=has_term)

        def stays(e: Entry) -> bool:
            dropped = view.evidence == "stated" and e.fact.get("evidence") == "inferred"
            too_late = view.issued_by is not None and e.told_lo > view.issued_by.toordinal()
            return not dropped and not too_late

        entries = [e for e in entries if stays(e)]
        staying = {e.seq for e in entries}
        orders = {(a, b) for a, b in orders if a in staying and b in staying}
        after = _successors(orders)
        self._scenes[key] = Scene(
            codes=[str(s["code"]) for s in statuses],
            covers={str(s["code"]): list(cast(list[str], s.get("covers") or [])) for s in statuses},
            has_term=has_term,
            entries=_share_announcements(_tighten(entries, orders)),
            after=after,
            totals=[t for t in totals if stays(t)],
        )
        return self._scenes[key]

    # ---- counties and totals

    def _outcomes(
        self, scene: Scene, day: int, view: View
    ) -> Iterator[tuple[list[str], set[tuple[str, ...]]]]:
        """Counties that hang together, with every combination of states they may be in."""
        county_of = {e.seq: e.county for e in scene.entries}
        parts = [{county} for county in self.counties]
        links = [{county_of[a], county_of[b]} for a, b in scene.after]
        links += [{e.county for e in scene.entries if e.unit == o.unit} for o in scene.entries]
        for link in links:
            joined = set().union(*(part for part in parts if part & link))
            parts = [part for part in parts if not part & link] + [joined]
        for part in parts:
            counties = sorted(part)
            entries = [e for e in scene.entries if e.county in part]
            outcomes: set[tuple[str, ...]] = set()
            for seen in {tuple(w) for w in _worlds(entries, scene.after, day, view)}:
                shown = [[(e, t) for e, t in seen if e.county == c] for c in counties]
                states = [
                    _states(scene, own, day, _last_in_world, _ended_in_world) for own in shown
                ]
                outcomes.update(product(*states))
            yield counties, outcomes

    def _reading(self, program: str, day: int, view: View) -> dict[str, str]:
        """The certain reading of every county."""
        key = program, day, view
        if key not in self._readings:
            scene = self._scene(program, view)
            shown = _certainly_visible(scene.entries, day, view)
            reading = {}
            for c in self.counties:
                own = [(e, t) for e, t in shown if e.county == c]
                (state,) = _states(scene, own, day, _last_for_certain, _ended_for_certain)
                reading[c] = state
            self._readings[key] = reading
        return self._readings[key]

    def _unnamed(self, program: str, total: Entry, view: View, day: int) -> dict[str, int]:
        """On the announced clock, only what had been announced by the day is named."""
        scene = self._scene(program, view)
        told = replace(view, clock="effective")
        if view.clock == "announced":
            asked = date.fromordinal(day)
            told = replace(told, issued_by=min(asked, view.issued_by or asked))
        series = [t for t in scene.totals if t.term == total.term or not scene.has_term]
        base = dict.fromkeys(scene.codes, 0)
        for k in sorted(series, key=lambda t: (t.hi, t.lo, t.seq)):
            reading = self._reading(program, k.hi, told)
            base = _fill(scene, k, Counter(reading.values()), base)
            if k == total:
                break
        return base

    # ---- both together

    def _then(self, program: str, mode: str, total: Entry | None, view: View) -> dict[str, str]:
        """The certain reading on the last day of a lapsed total's term."""
        if mode != "lapsed" or total is None:
            return dict.fromkeys(self.counties, "")
        return self._reading(program, date(total.term + 1, 6, 30).toordinal(), view)

    def _tallies(
        self, program: str, mode: str, total: Entry | None, people: People, view: View, day: int
    ) -> Iterator[Tally]:
        scene = self._scene(program, view)
        if total is not None and mode == "in force":
            return _tallies_in_force(scene, total, self._unnamed(program, total, view, day), people)
        held = 0
        if total is not None:
            last_day = date(total.term + 1, 6, 30).toordinal()
            if self._reading_total(program, last_day, view) == ("in force", total):
                held = self._reading_tally(program, last_day, view).places
        return _tallies_lapsed(scene, held, people)

    def _reading_total(self, program: str, day: int, view: View) -> tuple[str, Entry | None]:
        scene = self._scene(program, view)
        shown = _certainly_visible(scene.totals, day, view)
        (outcome,) = _total(scene, shown, day, _last_for_certain)
        return outcome

    def _reading_tally(self, program: str, day: int, view: View) -> Tally:
        mode, total = self._reading_total(program, day, view)
        then = self._then(program, mode, total, view)
        reading = self._reading(program, day, view)
        people = Counter((reading[c], then[c]) for c in self.counties)
        return next(self._tallies(program, mode, total, people, view, day))

    def _world_tallies(self, program: str, day: int, view: View) -> Iterator[Tally]:
        scene = self._scene(program, view)
        parts = list(self._outcomes(scene, day, view))
        totals: set[tuple[str, Entry | None]] = set()
        for shown in _worlds(scene.totals, set(), day, view):
            totals |= _total(scene, shown, day, _last_in_world)
        for mode, total in totals:
            then = self._then(program, mode, total, view)
            sums = {frozenset(People().items())}
            for counties, outcomes in parts:
                adds = [
                    Counter((state, then[c]) for c, state in zip(counties, outcome, strict=True))
                    for outcome in outcomes
                ]
                sums = {frozenset((People(dict(s)) + a).items()) for s in sums for a in adds}
            for people in sums:
                yield from self._tallies(program, mode, total, People(dict(people)), view, day)
