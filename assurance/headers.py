"""D15: what every answer tells the browser, on every address, for every kind of person, at every status."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings

from assurance import world
from assurance.acting import ask_to_decide, ask_to_reveal
from assurance.figure import Figure
from assurance.surroundings import HOST
from registry import keyring
from registry.people.models import User
from tests.cast import Cast, gather, sign_in
from tests.makers import make_account, make_request, seat_of
from tests.routes import every_route

POLICY = {
    "default-src": {"'none'"}, "script-src": {"'self'"}, "style-src": {"'self'"}, "img-src": {"'self'", "data:"},
    "font-src": {"'self'"}, "connect-src": {"'self'"}, "object-src": {"'none'"}, "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"}, "form-action": {"'self'"},
}  # fmt: skip
GOLDEN = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
#: Behind a link for handing in nobody is told where one came from: its address is the key.
NO_REFERRER = "/drop/"
OFF = ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
WANTED = {200, 302, 403, 404, 405, 409, 429, 500, 503}
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
PARTS = ("nobody", "stranger", "coach", "communications", "principal", "superintendent", "sysadmin")


def main(*, full: bool) -> None:
    """Ask for everything; the control leaves one of two middlewares out."""
    world.begin()
    cast = gather()
    seen: Counter[int] = Counter()
    wrong: list[str] = []
    asked = 0
    for who, what, answer in [*_everywhere(cast), *_rare(cast)]:
        asked += 1
        seen[answer.status_code] += 1
        wrong += [
            f"{who}: {what} ({answer.status_code}): {fault}" for fault in faults(answer, signed_in=who != "nobody")
        ]
    missing = WANTED - set(seen)
    wrong += [f"no answer had status {status}" for status in sorted(missing)]
    caught = [
        name for name in ("csp.middleware.CSPMiddleware", "registry.middleware.no_store") if _is_missed(cast, name)
    ]
    statuses = ", ".join(f"{status}: {number}" for status, number in sorted(seen.items()))
    Figure(
        "D15", "headers of every answer", asked - len({line.split(": ")[1] for line in wrong}), asked, len(caught) == 2,
        f"{len(caught)} of 2 left out middlewares seen", f"answers; {statuses}", tuple(wrong),
    ).tell()  # fmt: skip


def faults(answer: HttpResponse, *, signed_in: bool) -> Iterator[str]:
    """What is not as it should be in the headers and cookies of one answer."""
    stricter = {"Referrer-Policy": "no-referrer"} if answer.request["PATH_INFO"].startswith(NO_REFERRER) else {}  # type: ignore[attr-defined]
    wanted = GOLDEN | stricter
    yield from (
        f"{name} is {answer.headers.get(name)!r}" for name, text in wanted.items() if answer.headers.get(name) != text
    )
    if _policy_of(answer) != POLICY:
        yield f"Content-Security-Policy is {answer.headers.get('Content-Security-Policy')!r}"
    allowed = answer.headers.get("Permissions-Policy", "")
    yield from (f"{name} is not off" for name in OFF if f"{name}=()" not in allowed)
    if signed_in and answer.headers.get("Cache-Control") != "no-store":
        yield f"Cache-Control is {answer.headers.get('Cache-Control')!r}"
    yield from (f"{name} tells what we are" for name in ("Server", "X-Powered-By") if name in answer.headers)
    for cookie in answer.cookies.values():
        yield from _cookie_faults(cookie)


def _policy_of(answer: HttpResponse) -> dict[str, set[str]]:
    parts = [part.split() for part in answer.headers.get("Content-Security-Policy", "").split(";") if part.strip()]
    return {part[0]: set(part[1:]) for part in parts}


def _cookie_faults(cookie: object) -> Iterator[str]:
    morsel = cookie
    if morsel["max-age"] == 0:  # type: ignore[index]
        return
    name: str = morsel.key  # type: ignore[attr-defined]
    wanted = {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}
    yield from (f"cookie {name}: {key} is {morsel[key]!r}" for key, text in wanted.items() if morsel[key] != text)  # type: ignore[index]
    if not name.startswith("__Host-") or len(morsel.OutputString()) > 4096:  # type: ignore[attr-defined]
        yield f"cookie {name} has the wrong name or is too long"


# Asking ---------------------------------------------------------------------------------------------------------------


def _client(user: User | None = None, *, csrf: bool = False) -> Client:
    client = Client(
        headers={"host": HOST, "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.1"},
        enforce_csrf_checks=csrf, raise_request_exception=False,
    )  # fmt: skip
    return sign_in(client, user) if user else client


Asked = tuple[str, str, HttpResponse]


def _everywhere(cast: Cast) -> Iterator[Asked]:
    request, account = make_request(cast, "with_both"), make_account(cast, "active")
    for who in PARTS:
        inside = _client(None if who == "nobody" else getattr(cast, who))
        for route in every_route():
            path = route.path({name: sample(name, route.pattern, request, account, cast) for name in route.converters})
            for method in METHODS:
                client = _client(csrf=method not in ("get", "head", "options"))
                client.cookies.update(inside.cookies)
                yield who, f"{method.upper()} {path}", getattr(client, method)(path)


def sample(name: str, pattern: str, request: object, account: object, cast: Cast) -> object:
    """A value for a converter: something that is there where we know what it names, else something that is not."""
    if name == "reference":
        return request.reference  # type: ignore[attr-defined]
    if "accounts/" in pattern and name in ("account", "uuid", "id", "pk"):
        return account.uuid  # type: ignore[attr-defined]
    return cast.coach.pk if "uuid:" in pattern else 1


def _rare(cast: Cast) -> Iterator[Asked]:
    """Statuses that a walk through the addresses does not meet."""
    yield "nobody", "GET /no-such-page/", _client().get("/no-such-page/")
    yield "coach", "GET /no-such-page/", _client(cast.coach).get("/no-such-page/")
    client = _client()
    for _ in range(25):
        answer = client.post("/sign-in/password/reset/", {"email": "nobody@assurance.example"})
    yield "nobody", "POST reset, too often", answer
    with mock.patch("desk.views.work.gather", side_effect=RuntimeError):
        yield "coach", "GET /, failing", _client(cast.coach).get("/")
    yield from _too_late(cast)
    with _no_vault_key():
        account = make_account(cast, "setting_up")
        yield "communications", "POST deposit, sealed", ask_to_reveal(_client(cast.communications), account)


def _too_late(cast: Cast) -> Iterator[Asked]:
    request = make_request(cast, "with_director")
    seat = seat_of(request, "superintendent")
    yield "designee", "POST decide, too late", ask_to_decide(_client(cast.designee), request, seat)


@contextmanager
def _no_vault_key() -> Iterator[None]:
    with mock.patch.object(keyring, "vault_is_sealed", lambda: "vault-key-missing"):
        yield


def _is_missed(cast: Cast, name: str) -> bool:
    with override_settings(MIDDLEWARE=[one for one in settings.MIDDLEWARE if one != name]):
        return any(faults(_client(cast.coach).get("/policy/"), signed_in=True))
