"""The HTTP side over real sockets: who gets in where, what is refused, cookies, exports, and that nothing leads outside."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie
from urllib.parse import quote

import httpx
import pytest
import uvicorn
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from store import VERSION, passwords
from store.config import read_settings
from store.engine.embedded import open_embedded
from store.model.enums import Role
from store.model.errors import Unusable
from store.opening import Store
from store.web import middleware, routes, told
from store.web.asked import is_loopback, safe_next
from store.web.server import _listen
from store.words import LANGUAGES
from tests.store.conftest import ADMIN, OFFICE, Clock, registered

PASSWORD = "correct horse"
EVERYWHERE = ("/", "/static/x.js", "/healthz", "/export/issues.csv", "/export/measures.csv", "/export/history.csv", "/sign-in")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()


async def page(request: Request) -> PlainTextResponse:
    """Stands for Streamlit's pages and files, which are behind the same gate."""
    return PlainTextResponse("the page")


async def stream(socket_: WebSocket) -> None:
    """Stands for Streamlit's websocket."""
    await socket_.accept()
    await socket_.send_text("come in")
    await socket_.close()


@dataclass
class Site:
    """A server on a real port, and what a visitor does with it; every visitor of ``client()`` has cookies of their own."""

    url: str
    store: Store
    clients: list[httpx.Client]

    def client(self, **headers: str) -> httpx.Client:
        """A browser: it says where its requests come from."""
        said = {"origin": self.url, "accept": "text/html", "accept-language": "zh-CN"} | headers
        made = httpx.Client(base_url=self.url, headers=said, trust_env=False)
        self.clients.append(made)
        return made

    def signed_in(self, name: str, password: str = PASSWORD) -> httpx.Client:
        client = self.client()
        assert client.post("/sign-in", data={"name": name, "password": password}).status_code == 303
        return client

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])


@contextmanager
def serving(store: Store) -> Iterator[Site]:
    pages = [WebSocketRoute("/_stcore/stream", stream), Route("/{path:path}", page)]
    app = Starlette(routes=[*routes(lambda: store), *pages], middleware=middleware(lambda: store))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="websockets-sansio"))
    listening = _listen("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    site = Site(f"http://127.0.0.1:{listening.getsockname()[1]}", store, [])
    try:
        yield site
    finally:
        for client in site.clients:
            client.close()
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture
def site(store: Store) -> Iterator[Site]:
    """A server with accounts: one of each role, named as its role."""
    for role in Role:
        store.accounts.create(ADMIN, role.value, PASSWORD, role, "U01" if role is Role.UNIT else "")
    with serving(with_access(store, "accounts")) as running:
        yield running


@pytest.fixture
def open_site(store: Store) -> Iterator[Site]:
    with serving(with_access(store, "open")) as running:
        yield running


def with_access(store: Store, access: str) -> Store:
    return replace(store, settings=replace(store.settings, access=access))


def websocket(site: Site, **headers: str) -> str:
    """The status line of a websocket's handshake."""
    wanted = {
        "Host": f"127.0.0.1:{site.port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in wanted.items())
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall(f"GET /_stcore/stream HTTP/1.1\r\n{lines}\r\n".encode())
        return connection.recv(4096).decode("latin-1").partition("\r\n")[0]


def cookie(answer: httpx.Response, name: str) -> SimpleCookie:
    jar: SimpleCookie = SimpleCookie()
    for line in answer.headers.get_list("set-cookie"):
        jar.load(line)
    assert name in jar
    return jar


@pytest.mark.parametrize(
    ("path", "status"), [("/", 303), ("/unit?light=red", 303), ("/static/x.js", 303), ("/export/issues.csv", 303)]
)
def test_an_anonymous_person_is_sent_to_the_sign_in_page_and_comes_back(site: Site, path: str, status: int):
    answer = site.client().get(path)
    assert answer.status_code == status
    assert answer.headers["location"] == ("/sign-in" if path == "/" else f"/sign-in?next={quote(path, safe='')}")


@pytest.mark.parametrize("path", ["/", "/static/x.js", "/_stcore/host-config", "/media/x.csv", "/export/issues.csv"])
def test_an_anonymous_program_is_told_to_sign_in(site: Site, path: str):
    answer = site.client(accept="*/*").get(path)
    assert (answer.status_code, answer.text) == (401, "请先登录。\n")


@pytest.mark.parametrize("path", ["/", "/_stcore/upload_file/1/2", "/api/issues"])
def test_an_anonymous_change_is_refused_and_not_redirected(site: Site, path: str):
    assert {site.client().request(method, path).status_code for method in ("POST", "PUT", "DELETE")} == {401}


@pytest.mark.parametrize("role", Role)
def test_whoever_is_signed_in_gets_everywhere(site: Site, role: Role):
    client = site.signed_in(role.value)
    assert [path for path in EVERYWHERE if client.get(path).status_code != 200 and path != "/sign-in"] == []


@pytest.mark.parametrize(("role", "drafts"), [("unit", 1), ("office", 1), ("admin", 1), ("viewer", 0), ("inspector", 0)])
def test_an_export_holds_what_its_role_may_see(site: Site, role: str, drafts: int):
    site.store.ledger.save_draft(OFFICE, "c", {"unit": "U01", "title": "只有本单位能看的草稿"})
    assert site.signed_in(role).get("/export/issues.csv").text.count("草稿") == drafts


@pytest.mark.parametrize(("role", "sign_ins"), [("admin", True), ("office", False), ("unit", False), ("viewer", False)])
def test_the_history_holds_what_its_role_may_see(site: Site, role: str, sign_ins: bool):
    registered(site.store)
    answer = site.signed_in(role).get("/export/history.csv", params={"action": "sign_in,register"})
    assert ("sign_in" in answer.text) is sign_ins
    assert "register" in answer.text
    assert "history-" in answer.headers["content-disposition"]


def test_a_history_of_no_day_is_refused_in_words(site: Site):
    answer = site.signed_in("office").get("/export/history.csv", params={"from": "gestern"})
    assert (answer.status_code, answer.text.partition(":")[0]) == (422, "from")


def test_health_needs_nobody(site: Site):
    answer = site.client(accept="*/*").get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "version": VERSION})


def test_a_websocket_without_identity_is_refused(site: Site):
    assert websocket(site) == "HTTP/1.1 403 Forbidden"
    assert websocket(site, Cookie="xiaohao_session=guess; xiaohao_acting=admin") == "HTTP/1.1 403 Forbidden"


def test_a_websocket_with_identity_comes_in_from_this_site_only(site: Site):
    value = site.signed_in("office").cookies["xiaohao_session"]
    assert websocket(site, Cookie=f"xiaohao_session={value}", Origin=site.url).startswith("HTTP/1.1 101")
    assert websocket(site, Cookie=f"xiaohao_session={value}", Origin="http://evil.example") == "HTTP/1.1 403 Forbidden"
    assert websocket(site, Cookie=f"xiaohao_session={value}", Origin="http://127.0.0.1:1") == "HTTP/1.1 403 Forbidden"


@pytest.mark.parametrize("host", ["evil.example", "10.0.0.5:8501", "", "127.0.0.1.evil.example", "localhost@evil.example"])
def test_open_access_answers_to_names_of_this_machine_only(open_site: Site, host: str):
    client = open_site.client(host=host)
    assert [path for path in EVERYWHERE if client.get(path).status_code not in (400, 403)] == []


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "127.0.0.1", "127.8.8.8:1", "[::1]:8501"])
def test_open_access_lets_this_machine_in_by_any_of_its_names(open_site: Site, host: str):
    assert open_site.client(host=host).get("/").text == "the page"


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded", "via"])
def test_open_access_is_not_for_those_behind_a_proxy(open_site: Site, header: str):
    answer = open_site.client(**{header: "10.0.0.5"}).get("/")
    assert answer.status_code == 403
    assert "XIAOHAO_ACCESS=accounts" in answer.text


def test_open_access_refuses_websockets_by_a_foreign_name_or_page(open_site: Site):
    assert websocket(open_site).startswith("HTTP/1.1 101")
    assert websocket(open_site, Host="evil.example") == "HTTP/1.1 403 Forbidden"
    assert websocket(open_site, Origin="http://evil.example") == "HTTP/1.1 403 Forbidden"
    assert websocket(open_site, Origin="http://localhost:3000") == "HTTP/1.1 403 Forbidden"


def test_in_open_access_there_is_nothing_to_sign_in_to(open_site: Site):
    for path in ("/sign-in", "/first-run"):
        assert open_site.client().get(path).headers["location"] == "/"
    assert open_site.client().post("/sign-in", data={"name": "x", "password": "y"}).headers["location"] == "/"


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1", "localhost"])
def test_these_are_this_machine(address: str):
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "::ffff:10.0.0.1", "::", "0.0.0.0", "", "localhost.evil.example", "fe80::1%eth0"]
)
def test_these_are_not(address: str):
    assert not is_loopback(address)


def test_signing_in_leads_where_the_link_pointed(site: Site):
    client = site.client()
    form = client.get("/sign-in?next=/unit?light=red%26unit=U01")
    assert 'value="/unit?light=red&amp;unit=U01"' in form.text
    answer = client.post("/sign-in", data={"name": "office", "password": PASSWORD, "next": "/unit?light=red&unit=U01"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/unit?light=red&unit=U01")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_ends_with_the_browser(site: Site):
    answer = site.client().post("/sign-in", data={"name": "office", "password": PASSWORD})
    morsel = cookie(answer, "xiaohao_session")["xiaohao_session"]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "lax", "/")
    assert (morsel["max-age"], morsel["expires"], morsel["domain"]) == ("", "", "")
    assert answer.headers["cache-control"] == "no-store"


def test_over_https_the_cookie_is_secure(site: Site):
    answer = site.client(**{"x-forwarded-proto": "https"}).post("/sign-in", data={"name": "office", "password": PASSWORD})
    assert cookie(answer, "xiaohao_session")["xiaohao_session"]["secure"] is True


def test_a_wrong_password_keeps_the_name_and_never_the_password(site: Site):
    answer = site.client().post("/sign-in", data={"name": "o<b>ffice", "password": "wrong wrong", "next": "/unit"})
    assert answer.status_code == 401
    assert "用户名或密码不正确" in answer.text
    assert 'value="o&lt;b&gt;ffice"' in answer.text
    assert 'value="/unit"' in answer.text
    assert "wrong wrong" not in answer.text
    assert "set-cookie" not in answer.headers


def test_after_too_many_failures_the_seconds_are_told_and_the_right_password_waits_too(site: Site, clock: Clock):
    client = site.client()
    for _ in range(5):
        assert client.post("/sign-in", data={"name": "office", "password": "wrong wrong"}).status_code == 401
    answer = client.post("/sign-in", data={"name": "office", "password": PASSWORD})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "15")
    assert "请等待 15 秒" in answer.text
    clock.now = clock.now.replace(minute=clock.now.minute + 1)
    assert client.post("/sign-in", data={"name": "office", "password": PASSWORD}).status_code == 303


def test_a_cookie_that_was_planted_is_not_what_one_is_signed_in_with(site: Site):
    client, mine = site.client(), site.signed_in("viewer").cookies["xiaohao_session"]
    client.cookies.set("xiaohao_session", mine, domain="127.0.0.1", path="/")
    answer = client.post("/sign-in", data={"name": "office", "password": PASSWORD})
    fresh = cookie(answer, "xiaohao_session")["xiaohao_session"].value
    assert fresh != mine
    assert site.client(cookie=f"xiaohao_session={mine}").get("/").status_code == 303


def test_whoever_is_in_need_not_sign_in_again(site: Site):
    assert site.signed_in("office").get("/sign-in?next=/unit").headers["location"] == "/unit"


def test_signing_out_is_the_end_also_for_a_copy_of_the_cookie(site: Site):
    client = site.signed_in("office")
    copy = client.cookies["xiaohao_session"]
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert "xiaohao_session" not in client.cookies
    assert site.client(cookie=f"xiaohao_session={copy}").get("/").status_code == 303
    assert websocket(site, Cookie=f"xiaohao_session={copy}") == "HTTP/1.1 403 Forbidden"


def test_a_deactivated_account_is_out_at_once(site: Site):
    client = site.signed_in("office")
    site.store.accounts.deactivate(ADMIN, "office")
    assert client.get("/").status_code == 303


def test_a_changed_cookie_is_nobodys(site: Site):
    value = site.signed_in("office").cookies["xiaohao_session"]
    swapped = value[0].swapcase() if value[0].isalpha() else "x"
    assert site.client(cookie=f"xiaohao_session={swapped}{value[1:]}").get("/").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}],
)
def test_a_form_of_another_site_does_nothing(site: Site, headers: dict[str, str]):
    client = site.client(**headers)
    client.cookies.set("xiaohao_session", site.signed_in("office").cookies["xiaohao_session"], domain="127.0.0.1", path="/")
    for path in ("/sign-in", "/sign-out", "/preferences"):
        answer = client.post(path, data={"name": "lang", "value": "en", "password": PASSWORD})
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    assert client.get("/").status_code == 200


def test_a_form_that_does_not_say_where_it_comes_from_does_nothing(site: Site):
    assert httpx.post(f"{site.url}/sign-in", data={"name": "office", "password": PASSWORD}, trust_env=False).status_code == 403


def test_a_form_that_is_too_large_is_not_read(site: Site):
    answer = site.client().post("/sign-in", data={"name": "office", "password": PASSWORD, "more": "x" * 20_000})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "", "/\t/evil", "/a\r\nb", "/sign-in?next=/"]
)
def test_a_way_out_leads_to_the_first_page(site: Site, wanted: str):
    assert safe_next(wanted) == "/"
    answer = site.client().post("/sign-in", data={"name": "office", "password": PASSWORD, "next": wanted})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("wanted", ["/", "/unit", "/unit?q=首问&light=red", "/export/issues.csv?unit=U01"])
def test_a_way_within_is_kept(wanted: str):
    assert safe_next(wanted) == wanted


@pytest.mark.parametrize(("said", "heading"), [("zh-CN", "登录"), ("en-GB,en;q=0.9", "Sign in"), ("fr", "登录")])
def test_the_form_speaks_the_language_of_the_browser(site: Site, said: str, heading: str):
    assert f"{heading}</button>" in site.client(**{"accept-language": said}).get("/sign-in").text


def test_the_form_asks_nothing_of_anybody_and_runs_no_script(site: Site):
    answer = site.client().get("/sign-in")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script" not in answer.text
    assert "http" not in answer.text
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/", "/healthz", "/sign-in", "/export/issues.csv", "/nowhere"])
def test_every_answer_says_what_browsers_should_heed(site: Site, path: str):
    headers = site.signed_in("office").get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'self'" in headers["content-security-policy"] or path == "/sign-in"


def test_without_an_account_signing_in_begins_with_the_first_administrator(store: Store):
    with serving(with_access(store, "accounts")) as site:
        client = site.client()
        assert client.get("/sign-in").headers["location"] == "/first-run"
        answer = client.post("/first-run", data={"name": "root", "password": "short", "again": "short"})
        assert answer.status_code == 422
        assert "至少 10 个字符" in answer.text
        assert 'value="root"' in answer.text
        answer = client.post("/first-run", data={"name": "root", "password": PASSWORD, "again": "other"})
        assert "两次输入的密码不一致" in answer.text
        answer = client.post("/first-run", data={"name": "root", "password": PASSWORD, "again": PASSWORD})
        assert answer.headers["location"] == "/"
        assert client.get("/").text == "the page"
        assert [account.role for account in store.accounts.all()] == [Role.ADMIN]
        assert site.client().get("/first-run").headers["location"] == "/"
        site.client().post("/first-run", data={"name": "second", "password": PASSWORD, "again": PASSWORD})
        assert len(store.accounts.all()) == 1


@pytest.mark.parametrize("headers", [{"host": "xiaohao.example"}, {"x-forwarded-for": "10.0.0.5"}, {"via": "1.1 proxy"}])
def test_the_first_administrator_is_made_at_this_machine_only(store: Store, headers: dict[str, str]):
    with serving(with_access(store, "accounts")) as site:
        client = site.client(**headers)
        assert client.get("/first-run").status_code == 403
        assert client.post("/first-run", data={"name": "root", "password": PASSWORD, "again": PASSWORD}).status_code == 403
        assert store.accounts.all() == []


def test_the_language_is_kept_for_a_year_also_before_signing_in(site: Site):
    client = site.client()
    answer = client.post("/preferences", data={"name": "lang", "value": "en", "next": "/sign-in?next=/unit"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/unit")
    assert cookie(answer, "xiaohao_lang")["xiaohao_lang"]["max-age"] == str(365 * 24 * 3600)
    assert "Sign in</button>" in client.get("/sign-in").text


def test_a_running_page_is_answered_without_a_page(open_site: Site):
    client = open_site.client()
    assert client.post("/preferences", data={"name": "acting", "value": "unit:U01"}).status_code == 204
    assert client.cookies["xiaohao_acting"] == "unit:U01"


@pytest.mark.parametrize(
    ("name", "value"), [("lang", "fr"), ("lang", ""), ("acting", "king"), ("xiaohao_session", "x"), ("", "")]
)
def test_only_what_is_offered_is_remembered(open_site: Site, name: str, value: str):
    answer = open_site.client().post("/preferences", data={"name": name, "value": value})
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers


def test_with_accounts_nobody_chooses_a_role(site: Site):
    assert site.client().post("/preferences", data={"name": "acting", "value": "admin"}).status_code == 422


@pytest.mark.parametrize("wanted", ["//evil.example", "/sign-in\\x", "https://evil.example/sign-in"])
def test_remembering_leads_nowhere_outside(site: Site, wanted: str):
    answer = site.client().post("/preferences", data={"name": "lang", "value": "en", "next": wanted})
    assert answer.headers["location"] == "/"


def test_an_export_is_a_download_under_a_name_people_understand(open_site: Site):
    registered(open_site.store)
    answer = open_site.client().get("/export/issues.csv?unit=U01")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == (
        f"attachment; filename=\"issues-2026-11-23.csv\"; filename*=UTF-8''{quote('问题台账（2026年11月23日）.csv')}"
    )
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"\xef\xbb\xbfref_no,")
    assert answer.content == open_site.client().get("/export/issues.csv?unit=U01").content
    assert open_site.client().get("/export/issues.csv?unit=U02").content.count(b"\r\n") == 1


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/export/issues.csv?due_from=soon", 422, "due_from: “soon”"),
        ("/export/issues.csv?as_of=soon", 422, "as_of: “soon”"),
        ("/export/issues.csv?header=fr", 422, "header: "),
        ("/export/issues.csv?figure=x", 422, "figure: "),
        ("/export/issues.csv?campaign=other", 404, "没有这项专项整治"),
        ("/export/passwords.csv", 404, "没有这个文件"),
    ],
)
def test_an_export_that_cannot_be_made_says_why(open_site: Site, path: str, status: int, told: str):
    answer = open_site.client().get(path)
    assert answer.status_code == status
    assert told in answer.text


def test_an_export_in_open_access_obeys_the_chosen_role(open_site: Site):
    open_site.store.ledger.save_draft(OFFICE, "c", {"unit": "U01", "title": "草稿"})
    counts = {
        code: open_site.client(cookie=f"xiaohao_acting={code}").get("/export/issues.csv").text.count("草稿")
        for code in ("office", "unit:U01", "unit:U02", "viewer")
    }
    assert counts == {"office": 1, "unit:U01": 1, "unit:U02": 0, "viewer": 0}


@pytest.mark.parametrize(
    "settings",
    [
        {"XIAOHAO_PORT": "many"},
        {"XIAOHAO_TODAY": "soon"},
        {"XIAOHAO_STORE": "postgresql://[x"},
        {"XIAOHAO_HOST": "0.0.0.0"},
        {"XIAOHAO_COLOUR": "red"},
        {"XIAOHAO_LANG": "fr"},
    ],
)
def test_a_setting_that_cannot_be_used_is_told_by_its_name_in_both_languages(settings: dict[str, str]):
    with pytest.raises(Unusable) as error:
        read_settings(settings)
    lines = told(error.value).splitlines()
    assert len(lines) == len(LANGUAGES)
    assert all(name in line or "XIAOHAO_ACCESS" in line for name in settings for line in lines)
    assert "{" not in told(error.value)


def test_a_file_that_is_no_store_is_told_with_its_path(tmp_path):
    (tmp_path / "note.db").write_text("销号" * 500)
    with pytest.raises(Unusable) as error:
        open_embedded(tmp_path / "note.db")
    assert str(tmp_path / "note.db") in told(error.value)


def test_a_port_that_is_taken_is_told():
    with _listen("127.0.0.1", 0) as taken:
        with pytest.raises(Unusable) as error:
            _listen("127.0.0.1", taken.getsockname()[1])
        assert error.value.code == "port_not_free"
        assert str(taken.getsockname()[1]) in told(error.value)


def test_an_address_of_another_machine_is_told():
    with pytest.raises(Unusable) as error:
        _listen("192.0.2.1", 0)
    assert error.value.code == "no_such_host"
    assert "192.0.2.1" in told(error.value)


def test_answers_do_not_wait_for_each_other():
    """The protocol number is what lets asyncio turn Nagle's algorithm off."""
    with _listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP
