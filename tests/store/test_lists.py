"""Lists of units and accounts as files: what comes back unchanged changes nothing, and every broken file says what to mend."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import passwords
from store.config import read_settings
from store.engine.embedded import open_embedded
from store.model.documents import Actor
from store.model.enums import Role
from store.model.errors import Invalid, Refused
from store.opening import Store, over
from store.rules.planning import CHANGED, FAULTY, NEW, SAME, Plan
from tests.store.conftest import ADMIN, CAMPAIGN, UNITS, Clock

PASSWORD = "correct horse"


@pytest.fixture(autouse=True, scope="module")
def _quick():
    """Argon2 at its cheapest: what it costs is measured elsewhere."""
    usual = passwords._hasher
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    passwords._hasher = usual


def plan(store: Store, kind: str, text: str | bytes) -> Plan:
    return store.lists.plan(ADMIN, kind, text if isinstance(text, bytes) else text.encode())


def kinds(planned: Plan) -> list[str]:
    return [line.what for line in planned.lines]


def told(planned: Plan) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for line in planned.lines for fault in line.faults]


def take(store: Store, kind: str, text: str | bytes):
    content = text if isinstance(text, bytes) else text.encode()
    return store.lists.take(ADMIN, kind, content, plan(store, kind, content))


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(names=st.lists(TEXTS, max_size=6), others=TEXTS, lang=st.sampled_from(["zh_CN", "en"]))
def test_what_is_exported_and_comes_back_changes_nothing(names: list[str], others: str, lang: str):
    """Whatever is in the cells: formulas, quotation marks, separators."""
    with TemporaryDirectory() as folder:
        chosen = read_settings({"XIAOHAO_STORE": str(Path(folder) / "l.db"), "XIAOHAO_SAMPLE": "0"})
        repository = open_embedded(chosen.store)
        store = over(repository, chosen, Clock())
        store.setup.set_up(ADMIN, CAMPAIGN, UNITS)
        for number, name in enumerate(names):
            try:
                store.units.add(ADMIN, {"code": f"X{number}", "name": name, "leader": others, "contact": name})
            except Invalid:
                continue
        store.people.create(ADMIN, "-a@b", PASSWORD, {"role": "unit", "unit": "U01", "display_name": others})
        for kind in ("units", "accounts"):
            content = store.lists.export(ADMIN, kind, lang)
            assert set(kinds(plan(store, kind, content))) == {SAME}
            version = repository.version
            store.lists.take(ADMIN, kind, content, plan(store, kind, content))
            assert repository.version == version
        repository.close()


UNITS_FILE = "编码,单位名称,联络员,在用\nU01,办公室,李晓,是\nU02,人事处,,否\nU03,法规处,王敏,\n"


def test_a_file_is_told_row_by_row_and_then_written_in_one_go(store: Store):
    planned = plan(store, "units", UNITS_FILE)
    assert kinds(planned) == [CHANGED, CHANGED, NEW]
    assert planned.lines[0].changes(("name", "contact", "active")) == {"contact": ("", "李晓")}
    assert len(store.ledger.units()) == 2
    taken = take(store, "units", UNITS_FILE)
    assert (taken.new, taken.changed) == (1, 2)
    assert [(unit.code, unit.contact, unit.active) for unit in store.ledger.units()] == [
        ("U01", "李晓", True),
        ("U02", "", False),
        ("U03", "王敏", True),
    ]
    assert kinds(plan(store, "units", UNITS_FILE)) == [SAME, SAME, SAME]


def test_columns_that_are_not_in_the_file_stay_as_they_are(store: Store):
    store.units.edit(ADMIN, "U01", 1, {"leader": "石磊"})
    take(store, "units", "code;name\nU01;综合办\n")
    assert [(unit.name, unit.leader) for unit in store.ledger.units()] == [("综合办", "石磊"), ("人事处", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_files_of_any_spreadsheet_are_read(store: Store, encoding: str, separator: str):
    content = UNITS_FILE.replace(",", separator).replace("\n", "\r\n").encode(encoding)
    assert kinds(plan(store, "units", content)) == [CHANGED, CHANGED, NEW]


def test_what_is_no_column_of_ours_is_named_and_not_read(store: Store):
    planned = plan(store, "units", "code,name,电话\nU01,办公室,12345\n")
    assert (planned.unread, kinds(planned)) == (("电话",), [SAME])


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"", "list_empty"),
        (b"\n , \n", "list_empty"),
        (b"PK\x03\x04rest", "file_is_a_workbook"),
        (b"\x00\x01\x02", "file_not_text"),
        (b"\xff\xff\xff", "file_not_text"),
        (b'code,name\nU01,"open\n', "file_broken"),
        (b"name,leader\nA,B\n", "file_without_key"),
        (b"code,name,name\nU01,A,B\n", "file_column_twice"),
        (b"code\n" + b"U1\n" * 5001, "file_too_long"),
        (b"code\n" + b" " * 2_000_001, "list_too_large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(store: Store, content: bytes, wanted: str):
    with pytest.raises(Invalid) as error:
        plan(store, "units", content)
    assert [(fault.field, fault.code) for fault in error.value.faults] == [("file", wanted)]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("U03,\n", [("name", "required")]),
        ("U 3,新\n", [("code", "code_not_usable")]),
        ("U03,甲\nU03,乙\n", [("code", "code_twice"), ("code", "code_twice")]),
        ("u01,新\n", [("code", "taken")]),
        ("U03,办公室\n", [("name", "taken")]),
        ("U03,甲,乙\n", [("row", "too_many_cells")]),
    ],
)
def test_a_faulty_row_of_units_says_which_cell_and_why(store: Store, rows: str, wanted: list[tuple[str, str]]):
    planned = plan(store, "units", "code,name\n" + rows)
    assert told(planned) == wanted
    assert take(store, "units", "code,name\n" + rows).new == 0


def test_two_units_may_exchange_their_names(store: Store):
    assert kinds(plan(store, "units", "code,name\nU01,人事处\nU02,办公室\n")) == [CHANGED, CHANGED]
    take(store, "units", "code,name\nU01,人事处\nU02,办公室\n")
    assert [unit.name for unit in store.ledger.units()] == ["人事处", "办公室"]


def test_faulty_rows_are_left_out_and_the_others_written(store: Store):
    taken = take(store, "units", "code,name\nU03,法规处\nU04,\n")
    assert (taken.new, [unit.code for unit in store.ledger.units()]) == (1, ["U01", "U02", "U03"])


def test_what_somebody_changed_since_the_preview_is_not_overwritten(store: Store):
    content = b"code,contact\nU01,A\n"
    seen = plan(store, "units", content)
    store.units.edit(ADMIN, "U01", 1, {"contact": "B"})
    with pytest.raises(Refused, match="list_moved_on"):
        store.lists.take(ADMIN, "units", content, seen)
    assert store.ledger.units()[0].contact == "B"


ACCOUNTS_FILE = "用户名,姓名,身份,所在单位,密码\nli,李明,填报员,办公室,\nzhou,周整改,office,,correct horse\n"


def test_accounts_are_read_with_words_or_codes_and_get_passwords_to_hand_over(store: Store):
    taken = take(store, "accounts", ACCOUNTS_FILE)
    assert list(taken.passwords) == ["li"]
    made = {account.name: account for account in store.accounts.all()}
    assert (made["li"].role, made["li"].unit, made["li"].one_time) == (Role.UNIT, "U01", True)
    assert store.accounts.verify("li", taken.passwords["li"])
    assert store.accounts.verify("zhou", PASSWORD)
    assert kinds(plan(store, "accounts", ACCOUNTS_FILE)) == [SAME, SAME]
    assert take(store, "accounts", ACCOUNTS_FILE).passwords == {}


def test_an_import_changes_no_password_that_somebody_has(store: Store):
    take(store, "accounts", ACCOUNTS_FILE)
    assert kinds(plan(store, "accounts", "name,password\nzhou,another password\n")) == [SAME]
    assert store.accounts.verify("zhou", PASSWORD)


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("a b,office,,,\n", [("name", "name_not_usable")]),
        ("wang,king,,,\n", [("role", "unknown_code")]),
        ("wang,,,,\n", [("role", "required")]),
        ("wang,unit,,,\n", [("unit", "required")]),
        ("wang,unit,U77,,\n", [("unit", "unknown_code")]),
        ("wang,viewer,,short,\n", [("password", "password_too_short")]),
        ("wang,viewer,,,nobody\n", [("email", "not_an_email")]),
        ("wang,viewer,,,\nWANG,viewer,,,\n", [("name", "code_twice"), ("name", "code_twice")]),
    ],
)
def test_a_faulty_row_of_accounts_says_which_cell_and_why(store: Store, rows: str, wanted: list[tuple[str, str]]):
    planned = plan(store, "accounts", "name,role,unit,password,email\n" + rows)
    assert told(planned) == wanted
    assert set(kinds(planned)) == {FAULTY}


def test_a_file_cannot_take_the_last_administrator_or_ones_own_role(store: Store):
    store.accounts.create_first("root", PASSWORD)
    assert told(plan(store, "accounts", "name,role\nroot,viewer\n")) == [("role", "last_admin")]
    store.people.create(ADMIN, "second", PASSWORD, {"role": "admin"})
    mine = Actor("root", Role.ADMIN)
    planned = store.lists.plan(mine, "accounts", b"name,role,active\nroot,admin,no\n")
    assert told(planned) == [("active", "own_account")]
    assert kinds(plan(store, "accounts", "name,role\nroot,viewer\n")) == [CHANGED]


def test_another_role_by_a_file_ends_the_sign_in(store: Store):
    take(store, "accounts", ACCOUNTS_FILE)
    cookie = store.accounts.sign_in("zhou", PASSWORD)
    take(store, "accounts", "name,role\nzhou,viewer\n")
    assert store.accounts.actor_of(cookie) is None


def test_no_file_has_a_password_or_a_hash(store: Store):
    take(store, "accounts", ACCOUNTS_FILE)
    content = store.lists.export(ADMIN, "accounts", "en").decode("utf-8-sig")
    assert "argon2" not in content
    assert "assword" not in content
    assert "Password" in store.lists.template(ADMIN, "accounts", "en").decode("utf-8-sig")
    assert PASSWORD not in json.dumps(store.repository.select("event"))


def test_a_cell_that_looks_like_a_formula_is_neutral_in_the_file_and_itself_afterwards(store: Store):
    store.units.edit(ADMIN, "U01", 1, {"contact": "=1+1"})
    content = store.lists.export(ADMIN, "units", "zh_CN")
    assert "'=1+1" in content.decode("utf-8-sig")
    assert kinds(plan(store, "units", content)) == [SAME, SAME]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
@pytest.mark.parametrize("kind", ["units", "accounts"])
def test_the_files_are_the_administrators_alone(store: Store, kind: str, role: Role):
    somebody = Actor("某人", role, "U01" if role is Role.UNIT else "")
    for call, arguments in (
        (store.lists.export, ("en",)),
        (store.lists.template, ("en",)),
        (store.lists.plan, (b"code,name\n",)),
        (store.lists.take, (b"code,name\n", Plan(()))),
    ):
        with pytest.raises(Refused, match="role_may_not"):
            call(somebody, kind, *arguments)
