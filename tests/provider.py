"""A real OpenID Connect provider on loopback, made with Authlib: discovery, who one is, tokens, keys, and the way out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, jsonify, redirect, request
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "xiaohao", "a secret of the tests"


@dataclass
class Client(ClientMixin):
    """The one application this provider knows."""

    redirect_uris: list[str]

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uris[0]

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    """What the browser carries back, once."""

    code: str
    subject: str
    redirect_uri: str
    scope: str
    nonce: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int | None:
        return None

    def get_acr(self) -> str | None:
        return None

    def get_amr(self) -> list[str] | None:
        return None


@dataclass
class Provider:
    """Where it is, whom it knows (subject → claims), and what it has handed out."""

    url: str
    client: Client
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    signed_out: int = 0


def _grant(provider: Provider) -> type[grants.AuthorizationCodeGrant]:
    class Grant(grants.AuthorizationCodeGrant):
        def save_authorization_code(self, code: str, request: Any) -> None:
            data = request.payload.data
            provider.codes[code] = Code(code, request.user, data["redirect_uri"], request.scope, data.get("nonce", ""))

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> str:
            return authorization_code.subject

    return Grant


def _identity(provider: Provider, key: RSAKey) -> type[OpenIDCode]:
    class Identity(OpenIDCode):
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return any(code.nonce == nonce for code in provider.codes.values())

        def resolve_client_private_key(self, client: Client) -> RSAKey:
            return key

        def get_client_algorithm(self, client: Client) -> str:
            return "RS256"

        def get_client_claims(self, client: Client) -> dict[str, str]:
            return {"iss": provider.url}

        def generate_user_info(self, user: str, scope: str) -> UserInfo:
            return UserInfo(sub=user, **provider.people[user])

    return Identity


def _app(provider: Provider) -> Flask:
    app, key = Flask(__name__), RSAKey.generate_key(2048, {"kid": "tests", "use": "sig", "alg": "RS256"})
    server = AuthorizationServer(app, query_client=lambda client_id: provider.client, save_token=lambda token, request: None)
    server.register_grant(_grant(provider), [_identity(provider, key)(require_nonce=True)])

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        here = {name: f"{provider.url}/{name}" for name in ("authorize", "token", "keys", "leave")}
        return jsonify(
            issuer=provider.url,
            authorization_endpoint=here["authorize"],
            token_endpoint=here["token"],
            jwks_uri=here["keys"],
            end_session_endpoint=here["leave"],
            response_types_supported=["code"],
            subject_types_supported=["public"],
            id_token_signing_alg_values_supported=["RS256"],
        )

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(keys=[key.as_dict(private=False)])

    @app.get("/authorize")
    def who() -> str:
        return "".join(
            f'<form method="post"><button id="{one}" name="who" value="{one}">{one}</button></form>' for one in provider.people
        )

    @app.post("/authorize")
    def authorize() -> Any:
        who = request.form["who"]
        return server.create_authorization_response(grant=server.get_consent_grant(who), grant_user=who)

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.get("/leave")
    def leave() -> Any:
        provider.signed_out += 1
        return redirect(request.args["post_logout_redirect_uri"])

    return app


@contextmanager
def providing(*redirect_uris: str, **people: dict[str, Any]) -> Iterator[Provider]:
    """A provider that runs on a free port while the block does; ``people`` are its subjects with their claims."""
    provider = Provider("", Client(list(redirect_uris)), dict(people))
    server = make_server("127.0.0.1", 0, _app(provider), threaded=True)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
