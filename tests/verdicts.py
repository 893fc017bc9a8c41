"""The words of the matrix: who is what to a scene, which answer is due, and where a row points."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from approvals.models import Request
from tests.scenes import Scene, World

# Actors, and what each is to the things of a scene.
HERE = {
    "nobody": "anonymous", "disabled": "anonymous", "newcomer": "no_factor", "stranger": "staff", "teacher": "staff",
    "requester": "asker", "coach": "custodian", "backup": "backup", "ex_coach": "former", "principal": "administrator",
    "deputy": "deputy",
    "other_principal": "other_administrator", "superintendent": "superintendent", "designee": "designee",
    "director": "director", "communications": "communications", "alternate": "alternate", "sysadmin": "sysadmin",
}  # fmt: skip
ELSEWHERE = HERE | {
    "requester": "staff", "coach": "staff", "backup": "staff", "deputy": "staff",
    "principal": "other_administrator", "other_principal": "administrator",
}  # fmt: skip
RELATIONS = set(HERE.values())

# Verdicts: what the answer must be.
DO, FORM, NO, HIDDEN, LATE, FACTOR, LOGIN, NOT = "do", "form", "no", "hidden", "late", "factor", "login", "not"
Verdicts = Mapping[str, str]


def only(*relations: str, else_: str = NO, do: str = DO, **special: str) -> Verdicts:
    """These may; `special` says otherwise for some; everyone else gets `else_`."""
    return {**dict.fromkeys(RELATIONS, else_), **dict.fromkeys(relations, do), **special, "anonymous": LOGIN}


def among(seers: frozenset[str], *relations: str, do: str = DO, **special: str) -> Verdicts:
    """The same where only `seers` know of the thing at all."""
    return {**only(else_=HIDDEN), **dict.fromkeys(seers, NO), **dict.fromkeys(relations, do), **special}


COMMUNICATIONS = ("director", "communications", "no_factor")
SEERS = frozenset(
    {"asker", "custodian", "backup", "administrator", "deputy", "superintendent", "designee", *COMMUNICATIONS}
)
EVERYONE = only(*(RELATIONS - {"anonymous"}))
LOOKS_AFTER = ("custodian", "backup")
INVITES = ("superintendent", "director", "sysadmin")
KEEPS_CALENDAR = ("director", "sysadmin")
ON_PRIVATE_LINE = ("administrator", "superintendent", "designee", "director")
MEASURES = ("administrator", "deputy", "other_administrator", "superintendent", "designee", *COMMUNICATIONS)
SEES_WHO_CONFIRMED = ("superintendent", *COMMUNICATIONS, "administrator", "other_administrator")
SEES_ALL_WHO_CONFIRMED = ("superintendent", "director", "communications", "other_administrator")
APPOINTS = ("superintendent", "director", "administrator", "other_administrator")

SIGNS = ("superintendent", "director", "alternate")
SIGN_AND_PREPARE = frozenset({*SIGNS, "sysadmin"})
DAYS = {
    "starts_on_month": 12, "starts_on_day": 1, "starts_on_year": 2030,
    "ends_on_month": 12, "ends_on_day": 2, "ends_on_year": 2030,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One address: where it points in a scene, and the verdict for each relation on GET and on POST (None: 405).

    `data` is what a POST sends: where an act can succeed at all, so that it does, and leaves its entry.
    """

    route: str
    get: Verdicts | None
    post: Verdicts | None = None
    at: Callable[[World, Scene], Mapping[str, Any]] = lambda world, scene: {}
    data: Callable[[World, Scene], Mapping[str, Any]] = lambda world, scene: {}
    scoped: bool = True
    about: str = ""
    ticket: tuple[str, int] | None = None
    query: str = ""

    @property
    def name(self) -> str:
        """As the lists of rows call it."""
        return f"{self.route} {self.about}".strip()

    def verdict(self, method: str, relation: str) -> str:
        asked = {"GET": self.get, "HEAD": self.get, "POST": self.post}.get(method)
        if asked is None:
            return LOGIN if relation == "anonymous" else NOT
        return asked[relation]


def request_at(name: str) -> Callable[[World, Scene], Mapping[str, Any]]:
    return lambda world, scene: {"reference": getattr(scene, name).reference}


def seat_at(name: str, office: str) -> Callable[[World, Scene], Mapping[str, Any]]:
    def at(world: World, scene: Scene) -> Mapping[str, Any]:
        asked: Request = getattr(scene, name)
        return {"reference": asked.reference, "seat": scene.seat(asked, office).pk}

    return at


def account_at(name: str, **more: Any) -> Callable[[World, Scene], Mapping[str, Any]]:
    return lambda world, scene: {"uuid": getattr(scene, name).uuid, **more}


def scene_at(**parts: str) -> Callable[[World, Scene], Mapping[str, Any]]:
    """An address whose parts are read off the scene, like `handoff.uuid`."""
    return lambda _world, scene: {name: attrgetter(path)(scene) for name, path in parts.items()}


def person_at(name: str) -> Callable[[World, Scene], Mapping[str, Any]]:
    return lambda world, scene: {"pk": getattr(world, name).pk}


def a_yes(name: str) -> Callable[[World, Scene], Mapping[str, Any]]:
    def data(world: World, scene: Scene) -> Mapping[str, Any]:
        seen = getattr(scene, name).rounds.last().text_hash
        return {"answer": "yes", "seen_hash": seen, "note": ""}

    return data
