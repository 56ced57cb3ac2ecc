"""The API against its own description: the real server, asked what nobody would think of, answers as the document says."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from store.config import read_settings
from store.model.documents import Actor
from store.model.enums import Role
from store.opening import open_store
from store.rules.verbs import VERBS
from store.setup import SYSTEM
from store.words import text
from tests.small_ledger import problem
from tools.live import Server, clean_environment, serve

OFFICE = Actor("office", Role.OFFICE)
CONFIGURATION = """
[parameters]
"path.ref" = ["XH-0001", "XH-0002", "XH-0003"]

[checks]
# What fits the description can still be refused by what the ledger holds: no such problem, wrong state, an overtaken revision.
positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "409", "412", "422", "428", "429"]
"""
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,negative_data_rejection,positive_data_acceptance,unsupported_method,"
    "allow_header_conformance,ignored_auth,use_after_free,ensure_resource_availability"
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """The server process with accounts and three problems, and a token of the office that may write."""
    path = tmp_path_factory.mktemp("api") / "xiaohao.db"
    environment = {"XIAOHAO_STORE": str(path), "XIAOHAO_ACCESS": "accounts", "XIAOHAO_SAMPLE": "0"}
    with serve(**environment) as server:
        store = open_store(read_settings(environment | {"XIAOHAO_TODAY": "2026-11-23"}))
        store.accounts.create(SYSTEM, "office", "correct horse", Role.OFFICE)
        campaign, unit = store.ledger.campaign(), store.ledger.units()[0].code
        codes = {"category": campaign.categories[0].code, "source": campaign.sources[0].code, "unit": unit}
        for _ in range(3):
            store.ledger.register(OFFICE, campaign.code, problem(**codes, cause_kind=campaign.cause_kinds[0].code))
        _, secret = store.tokens.make(OFFICE, {"name": "test", "scope": "write"})
        store.repository.close()
        yield server, secret


def test_the_real_server_answers_as_its_description_says(running: tuple[Server, str], tmp_path: Path):
    server, secret = running
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(CONFIGURATION)
    program = str(Path(sys.executable).with_name("schemathesis"))
    command = [program, "--config-file", str(configuration), "run", f"{server.url}/api/openapi.json", "--no-color"]
    command += ["-H", f"Authorization: Bearer {secret}", "--checks", CHECKS, "--max-examples", "5", "--generation-deterministic"]
    done = subprocess.run(
        command, cwd=tmp_path, env=clean_environment(), capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    tested = re.search(r"Selected: (\d+)/(\d+)\s+Tested: (\d+)", done.stdout)
    assert tested
    assert {int(number) for number in tested.groups()} == {len(VERBS) + 8}
    generated = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    assert generated
    assert int(generated[1]) == int(generated[2]) > 1000
    assert "Traceback" not in server.said()


def described(running: tuple[Server, str], lang: str = "en", secret: str = "") -> dict[str, Any]:
    headers = {"accept-language": lang} | ({"authorization": f"Bearer {secret}"} if secret else {})
    whole: dict[str, Any] = httpx.get(f"{running[0].url}/api/openapi.json", headers=headers, trust_env=False).json()
    return whole


def test_everybody_may_read_the_description_and_it_names_no_code_of_this_ledger(running: tuple[Server, str]):
    told = described(running)
    assert told["openapi"] == "3.1.0"
    unit = told["paths"]["/api/issues"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]["unit"]
    assert "enum" not in unit
    assert "U01" not in str(told)


def test_with_a_token_it_has_the_codes_and_an_example_that_is_accepted(running: tuple[Server, str]):
    server, secret = running
    body = described(running, secret=secret)["paths"]["/api/issues"]["post"]["requestBody"]["content"]["application/json"]
    assert "U01" in body["schema"]["properties"]["unit"]["enum"]
    example = body["examples"]["register"]["value"]
    headers = {"authorization": f"Bearer {secret}"}
    answer = httpx.post(f"{server.url}/api/issues", json=example, headers=headers, trust_env=False)
    assert answer.status_code == 201, answer.text
    start = f"{server.url}{answer.headers['location']}/verbs/start"
    assert httpx.post(start, json={"revision": 1}, headers=headers, trust_env=False).json()["status"] == "in_progress"


def test_with_a_wrong_token_it_is_what_everybody_reads(running: tuple[Server, str]):
    assert described(running, secret="xh_guess") == described(running)


@pytest.mark.parametrize(("lang", "accept"), [("zh_CN", "zh-CN"), ("en", "en-GB")])
def test_it_speaks_the_language_of_whoever_asks(running: tuple[Server, str], lang: str, accept: str):
    told = described(running, accept)
    assert told["paths"]["/api/issues/{ref}/verbs/urge"]["post"]["summary"] == text(lang, "verb.urge")
    assert told["info"]["description"] == text(lang, "api.about")


def test_every_verb_is_described_with_exactly_the_inputs_of_the_table(running: tuple[Server, str]):
    paths = described(running)["paths"]
    for name, verb in VERBS.items():
        content = paths[f"/api/issues/{{ref}}/verbs/{name}"]["post"]["requestBody"]["content"]
        schema = content["application/json"]["schema"]
        assert ("multipart/form-data" in content) is ("files" in verb.inputs)
        assert set(schema["properties"]) == set(verb.inputs) - {"files"} | {"revision"}
        assert set(schema.get("required", [])) == {one for one, rule in verb.inputs.items() if rule.required}
        assert schema["additionalProperties"] is False


def test_a_list_is_answered_before_anybody_notices(running: tuple[Server, str]):
    server, secret = running
    headers = {"authorization": f"Bearer {secret}"}
    times = [httpx.get(f"{server.url}/api/issues", headers=headers, trust_env=False).elapsed.total_seconds() for _ in range(5)]
    assert min(times) < 0.5
