"""Questions from a terminal: a table, or the JSON of the service."""

from typing import Annotated, Any

import typer

from app.cli.terminal import ask, edtf, show, span, unless_definite

questions = typer.Typer()

Program = Annotated[str, typer.Option("--program", help="Code of the program.")]
AsOf = Annotated[str, typer.Option("--as-of", help="The day asked about, YYYY-MM-DD.")]
KnownAt = Annotated[
    str | None, typer.Option("--known-at", help="Number of an entry, or an instant.")
]
Evidence = Annotated[str, typer.Option("--evidence", help="all, or stated.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the JSON of the service.")]


@questions.command()
def counts(
    as_of: AsOf,
    program: Program = "csec",
    known_at: KnownAt = None,
    evidence: Evidence = "all",
    *,
    as_json: AsJson = False,
) -> None:
    """Count counties by status on a day."""
    body = ask("programs", program, "counts", as_of=as_of, known_at=known_at, evidence=evidence)
    columns = ("status", "count", "range", "named", "unnamed")
    rows = [(r["label"], r["count"], span(r), r["named"], r["unnamed"]) for r in body["counts"]]
    rows.append(("all", body["total"], "", "", ""))
    show(body, f"{program} on {as_of}", columns, rows, as_json=as_json)


@questions.command()
def participation(
    as_of: AsOf,
    program: Program = "csec",
    status: Annotated[str | None, typer.Option(help="Only counties of this status.")] = None,
    known_at: KnownAt = None,
    evidence: Evidence = "all",
    *,
    as_json: AsJson = False,
) -> None:
    """Show where every county stood on a day, since when, and which document says so."""
    asked = {"as_of": as_of, "status": status, "known_at": known_at, "evidence": evidence}
    body = ask("programs", program, "participation", **asked)
    columns = ("county", "status", "possible", "since", "document")
    rows = [
        (r["county"], r["label"], unless_definite(r), edtf(r["since"]), r["document"])
        for r in body["counties"]
    ]
    show(body, f"{program} on {as_of}", columns, rows, as_json=as_json)


@questions.command()
def history(
    county: Annotated[str, typer.Argument(help="FIPS code or name.")],
    known_at: KnownAt = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List the entries about a county, corrected and retracted ones too."""
    body = ask("counties", county, "history", known_at=known_at, limit="10000")
    columns = ("entry", "program", "says", "effective", "state", "document")
    rows = [
        (
            r["seq"],
            r["program"],
            f"{r['says']} {said.get('to', '')}".strip(),
            edtf(r["effective"]),
            f"{r['state']} by {r['by']}" if r["by"] else r["state"],
            said.get("document"),
        )
        for r in body["entries"]
        for said in (r["fact"].get("fact", r["fact"]),)
    ]
    show(body, body["county"], columns, rows, as_json=as_json)


@questions.command()
def changes(
    first: Annotated[str, typer.Argument(help="First day, YYYY-MM-DD.")],
    last: Annotated[str, typer.Argument(help="Last day, YYYY-MM-DD.")],
    program: Program = "csec",
    known_at: KnownAt = None,
    evidence: Evidence = "all",
    *,
    as_json: AsJson = False,
) -> None:
    """Show who moved between two days."""
    asked = {"from": first, "to": last, "known_at": known_at, "evidence": evidence}
    body = ask("programs", program, "changes", **asked)
    columns = ("county", "from", "to", "direction", "entries")
    rows = [
        (r["county"], r["from"], r["to"], r["direction"], ", ".join(map(str, r["entries"])))
        for r in body["changes"]
    ]
    show(body, f"{program}, {first} to {last}", columns, rows, as_json=as_json)


@questions.command()
def reconcile(
    program: Program = "csec",
    known_at: KnownAt = None,
    evidence: Evidence = "all",
    *,
    as_json: AsJson = False,
) -> None:
    """Compare printed totals with the named records."""
    asked = {"known_at": known_at, "evidence": evidence}
    body = ask("programs", program, "reconciliation", **asked)
    columns = ("effective", "status", "printed", "named", "predicted", "agrees", "document")
    rows = [tuple(r[column] for column in columns) for r in body["totals"]]
    show(body, f"{program}: printed totals", columns, rows, as_json=as_json)


@questions.command()
def worklist(
    program: Program = "csec",
    known_at: KnownAt = None,
    evidence: Evidence = "all",
    *,
    as_json: AsJson = False,
) -> None:
    """Show what would settle most: imprecise dates, unnamed places, totals, plans, lapsed years."""
    body = ask("programs", program, "worklist", known_at=known_at, evidence=evidence)
    columns = ("what", "about", "how much", "document", "entry")
    rows: list[tuple[Any, ...]] = [
        (
            "imprecise date",
            f"{r['county']}, {r['status']}, {edtf(r['effective'])}",
            f"{r['county_days']} county-days",
            r["document"],
            r["entry"],
        )
        for r in body["dates"]
    ]
    for what, key, how in (
        ("unnamed places", "unnamed", "unnamed"),
        ("total that disagrees", "disagreeing", "difference"),
    ):
        rows += [
            (what, f"{r['status']}, {edtf(r['effective'])}", r[how], r["document"], r["entry"])
            for r in body[key]
        ]
    rows += [("planned, unconfirmed", r["what"], "", "", r["entry"]) for r in body["planned"]]
    rows += [
        ("year without a record", f"{r['county']}, {r['fiscal_year']}", "", "", "")
        for r in body["lapsed"]
    ]
    show(body, f"{program}: what would settle most", columns, rows, as_json=as_json)
