"""Who may do what at the addresses of the search and of views of lists; a part of `tests.matrix`."""

from tests.verdicts import EVERYONE, Row, among

NAME = {"name": "Being set up", "audience": "me"}
_view = lambda world, scene: {"uuid": world.view.uuid}  # noqa: E731
_own = among(frozenset(), "asker")

LOOKING = [
    Row("desk:search", EVERYONE, scoped=False),
    Row("desk:suggest", EVERYONE, scoped=False),
    Row("desk:keyboard", EVERYONE, scoped=False),
    Row("desk:views", EVERYONE, scoped=False),
    Row("desk:view-save", EVERYONE, dict.fromkeys(EVERYONE, "form") | {"anonymous": "login"}, scoped=False,
        at=lambda w, s: {"code": "accounts"}, data=lambda w, s: NAME, about="without a filter"),
    Row("desk:view-save", EVERYONE, EVERYONE, scoped=False,
        at=lambda w, s: {"code": "accounts"}, data=lambda w, s: NAME, query="?state=setting_up"),
    Row("desk:view-change", _own, _own, at=_view, scoped=False, data=lambda w, s: NAME),
    Row("desk:view-remove", _own, _own, at=_view, scoped=False),
    Row("desk:view-begin", None, _own, at=_view, scoped=False),
    Row("desk:view-begin-with-everything", None, _own, at=_view, scoped=False),
]  # fmt: skip
