"""csec, as it is started from a shell."""

import json
import re
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Csec, serving

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_counts_are_a_table_or_the_json_of_the_service(csec: Csec) -> None:
    asked = ("counts", "--as-of", "2015-11-15", "--evidence", "stated")
    table = csec(*asked)
    assert table.returncode == 0
    assert re.search(r"Tier I\s+│ 15\s+│ 13\.\.15 │ 2\s+│ 13", table.stdout)
    body = json.loads(csec(*asked, "--json").stdout)
    assert body["total"] == 58
    assert body["links"]["self"].startswith("http://127.0.0.1:8000/v1/programs/csec/counts?")


def test_every_question_has_an_answer(csec: Csec) -> None:
    for arguments, shown in (
        (("participation", "--as-of", "2015-11-30", "--status", "tier_2"), "Stanislaus"),
        (("history", "sonoma"), "status_changed tier_2"),
        (("changes", "2015-10-31", "2015-11-30"), "Stanislaus"),
        (("reconcile",), "2016-08-01"),
    ):
        answer = csec(*arguments)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert shown in answer.stdout


def test_a_refusal_says_why_and_exits_with_one(csec: Csec) -> None:
    for arguments, said in (
        (("counts", "--as-of", "2015-13-01"), "there is no day 2015-13-01"),
        (("counts", "--as-of", "2015-11-15", "--program", "blue"), "Programs here: csec, pact"),
        (("history", "Sonomma"), "Did you mean Sonoma"),
        (("load", "nowhere"), "There is no folder nowhere"),
        (("history", ".."), "names nothing"),
    ):
        answer = csec(*arguments)
        assert answer.returncode == 1
        assert said in answer.stderr


def test_a_wrong_command_exits_with_two(csec: Csec) -> None:
    assert csec("count").returncode == 2
    assert csec("counts").returncode == 2


def test_a_misspelt_setting_stops_the_start(csec: Csec) -> None:
    answer = csec("counts", "--as-of", "2015-11-15", CSEC_DATABASEURL="sqlite:///x.db")
    assert answer.returncode == 1
    assert "There is no setting CSEC_DATABASEURL" in answer.stderr


def test_without_a_journal_the_answer_is_what_to_do_and_nothing_is_created(
    csec: Csec, tmp_path: Path
) -> None:
    for command in (("counts", "--as-of", "2015-11-15"), ("verify",)):
        answer = csec(*command, url="sqlite:///missing.db")
        assert answer.returncode == 1
        assert "Run `csec load` or `csec serve` first" in answer.stderr
    assert not (tmp_path / "missing.db").exists()


def test_load_says_what_it_added_and_adds_nothing_the_second_time(csec: Csec) -> None:
    first = csec("load", url="sqlite:///new.db")
    assert re.search(r"[1-9]\d* entries added \(.*document.*\), 0 known before", first.stderr)
    second = csec("load", url="sqlite:///new.db")
    assert re.search(r"0 entries added, [1-9]\d* known before", second.stderr)
    assert "intact" in csec("verify", url="sqlite:///new.db").stdout


def test_serve_is_idempotent(engine: str, tmp_path: Path) -> None:
    assert engine
    heads = []
    for _ in range(2):
        with serving("sqlite:///served.db", tmp_path) as address:
            body = httpx.get(f"{address}/v1/journal", params={"limit": 1}).json()
            heads.append((body["known_at"], body["total"], body["entries"][0]["hash"]))
    assert heads[0] == heads[1]
    assert heads[0][1] > 100


def test_an_entry_is_corrected_and_retracted_with_a_reason(csec: Csec, tmp_path: Path) -> None:
    listed = json.loads(csec("history", "El Dorado", "--json").stdout)["entries"]
    wrong = next(str(e["seq"]) for e in listed if e["says"] == "allocation")
    right = tmp_path / "right"
    right.mkdir()
    (right / "fact.toml").write_text(
        '[[allocation]]\nprogram = "csec"\ncounty = "El Dorado"\nfiscal_year = "2015-16"\n'
        'amount = "277629.00"\ndocument = "el-dorado-15-1451"\n'
    )
    said = csec("correct", wrong, str(right), "--reason", "misread")
    assert (said.returncode, "entries added" in said.stderr) == (0, True)
    again = csec("retract", wrong, "--reason", "twice")
    assert again.returncode == 1
    assert "no longer stands" in again.stderr
    (correction,) = re.findall(r"added, (\d+) to", said.stderr)
    assert csec("retract", correction, "--reason", "never was").returncode == 0
    told = csec("history", "El Dorado").stdout
    assert "corrected by" in told
    assert "retraction" in told
    assert "intact" in csec("verify").stdout
