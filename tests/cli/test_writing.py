"""csec writes: here, and in a remote service with a key."""

import json
import re
import subprocess
from pathlib import Path

import httpx
import pytest

from app.client import NotAllowed, NotFound, Refused, Service, Stale, Unavailable
from tests.cli.conftest import COMMAND, Csec, environment, serving

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

ENTRIES = {
    "entries": [
        {"kind": "document", "document": "d", "type": "CFL", "title": "T", "issued": "2016-10"},
        {
            "kind": "plan_submitted",
            "county": "Kern",
            "fiscal_year": "2016-17",
            "effective": "2016-07",
            "document": "d",
        },
    ]
}
PERIOD = {
    "county": "Sonoma",
    "from": "2016-01-01",
    "until": "2016-03-01",
    "status": "withdrawn",
    "reason": "The board minutes say so.",
    "document": "seed-timeline",
}
LETTER = """program,csec
fiscal_year,2016-17
effective,2016-10
document,cfl-99
type,CFL
title,Allocations

county,tier,amount
Kern,tier_2,100
"""


def file(folder: Path, name: str, content: object) -> str:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def test_entries_letters_and_periods_are_recorded_after_a_look(csec: Csec, tmp_path: Path) -> None:
    before = csec("verify").stdout
    for command in (
        ("record", file(tmp_path, "e.json", ENTRIES)),
        ("letter", file(tmp_path, "l.csv", LETTER)),
        ("period", file(tmp_path, "p.json", PERIOD)),
    ):
        trial = csec(*command, "--dry-run")
        assert (trial.returncode, "would be added" in trial.stderr) == (0, True), trial.stderr
        assert csec("verify").stdout == before
        real = csec(*command)
        assert (real.returncode, "entries added" in real.stderr) == (0, True), real.stderr
        assert real.stdout == trial.stdout
        before = csec("verify").stdout
        assert "intact" in before
    assert "Alameda" not in csec("history", "Kern").stdout


def test_a_mistake_is_told_by_its_place_and_the_exit_says_so(csec: Csec, tmp_path: Path) -> None:
    wrong = file(tmp_path, "l.csv", LETTER.replace("tier_2", "tier_9"))
    told = csec("letter", wrong)
    assert told.returncode == 1
    assert "row 9, column tier" in told.stderr
    for name, content, said in (
        ("a.json", "{", "not JSON"),
        ("b.json", {"entries": []}, "one entry or more"),
        ("c.pdf", "x", "is none of .json, .csv, .xlsx"),
    ):
        command = "letter" if name.endswith("pdf") else "record"
        answer = csec(command, file(tmp_path, name, content))
        assert (answer.returncode, said in answer.stderr) == (1, True), answer.stderr
    assert "cannot be read" in csec("record", "nowhere.json").stderr


def test_keys_are_made_listed_rotated_and_revoked(csec: Csec, tmp_path: Path) -> None:
    made = csec(
        "keys", "create", "--name", "Ann", "--scope", "write", "--scope", "admin", "--quiet"
    )
    key = made.stdout.strip()
    assert re.fullmatch(r"csec_live_\w{8}_\w{43}_\w{6}", key)
    assert made.stderr == ""
    pepper = tmp_path / "csec.pepper"
    assert pepper.stat().st_mode & 0o777 == 0o600
    listed = csec("keys", "list").stdout
    assert "Ann" in listed
    assert key not in listed
    id_ = key.split("_")[2]
    rotated = csec("keys", "rotate", id_, "--quiet").stdout.strip()
    assert rotated != key
    assert csec("keys", "revoke", id_).returncode == 0
    assert csec("keys", "revoke", "nix").returncode == 1
    assert "no scope 'wrte'" in csec("keys", "create", "--name", "B", "--scope", "wrte").stderr


class Late(httpx.HTTPTransport):
    """Sends what a writer has seen as if another had been faster."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if "If-Match" in request.headers:
            request.headers["If-Match"] = '"seen before"'
        return super().handle_request(request)


def test_a_remote_service_is_written_in_and_its_refusals_are_told(
    csec: Csec, tmp_path: Path, seeded_url: str
) -> None:
    key = csec("keys", "create", "--name", "Ann", "--scope", "write", "--quiet").stdout.strip()
    entries = file(tmp_path, "e.json", ENTRIES)
    with serving(seeded_url, tmp_path) as address:
        remote = ("--url", address)
        assert "Set CSEC_KEY" in csec("record", entries, *remote).stderr
        trial = csec("record", entries, *remote, "--dry-run", CSEC_KEY=key)
        assert "would be added" in trial.stderr
        assert "entries added" in csec("record", entries, *remote, CSEC_KEY=key).stderr
        again = csec("record", entries, *remote, CSEC_KEY=key)
        assert (again.returncode, "recorded already" in again.stderr) == (1, True)
        letter = file(tmp_path, "l.csv", LETTER)
        assert "entries added" in csec("letter", letter, *remote, CSEC_KEY=key).stderr
        retracted = csec("retract", "92", "--reason", "wrong", *remote, CSEC_KEY=key)
        assert "entries added" in retracted.stderr
        with Service(address, key) as service:
            assert service.counts("2015-11-30")["total"] == 58
            assert service.history("Sonoma")["entries"]
            assert service.participation("2015-11-30", county="Kern")["counties"]
            with pytest.raises(NotFound, match="Did you mean Sonoma"):
                service.history("Sonomma")
            with pytest.raises(Refused) as caught:
                service.record(ENTRIES["entries"])
            assert caught.value.kind == "duplicate-fact"
            assert caught.value.errors
        with Service(address, key[:-1]) as service, pytest.raises(NotAllowed):
            service.record(ENTRIES["entries"])
        with Service(address, key, Late()) as service, pytest.raises(Stale) as late:
            service.retract(91, "wrong")
        assert late.value.problem["current"]["seq"] == 91
    with Service(address, key) as service, pytest.raises(Unavailable, match="cannot be reached"):
        service.counts("2015-11-30")


def test_a_record_moves_in_from_a_shell(tmp_path: Path, engine: str) -> None:
    assert engine
    facts = [
        {"kind": "document", "document": "d", "type": "CFL", "title": "T"},
        {
            "kind": "program_defined",
            "program": "p",
            "name": "P",
            "term": "none",
            "document": "d",
            "statuses": [{"code": "a", "label": "A", "participating": True}],
        },
        {
            "kind": "status_changed",
            "program": "p",
            "county": "Kern",
            "effective": "2015-10-01",
            "to": "a",
            "document": "d",
        },
    ]
    lines = [
        json.dumps({"recorded_at": f"2015-11-0{at}T09:00:00Z", "fact": fact})
        for at, fact in enumerate(facts, start=1)
    ]
    path = file(tmp_path, "record.jsonl", "\n".join(lines))

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments],
            env=environment("sqlite:///moved.db"),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    moved = run("import", "--initial", path)
    assert (moved.returncode, "3 entries moved in" in moved.stdout) == (0, True), moved.stderr
    asked = ("counts", "--program", "p", "--as-of", "2015-12-01")
    assert re.search(r"A\s+│ 1 ", run(*asked).stdout)
    then = run(*asked, "--known-at", "2015-11-02T12:00:00Z")
    assert re.search(r"A\s+│ 0 ", then.stdout)
    again = run("import", "--initial", path)
    assert (again.returncode, "into an empty one only" in again.stderr) == (1, True)
