"""Who may do what with links for handing in, and with getting back into an account; a part of `tests.matrix`."""

from tests.verdicts import COMMUNICATIONS, LOOKS_AFTER, Row, account_at, only

HANDS_IN = (*COMMUNICATIONS, *LOOKS_AFTER, "administrator")
SEES = only(*HANDS_IN, "superintendent", "designee")
#: The links of the scenes are the custodian's.
ANSWERS = only(*COMMUNICATIONS, "custodian")
_link = lambda world, scene: {"uuid": scene.link.uuid}  # noqa: E731
_left = lambda world, scene: {"uuid": scene.left.uuid}  # noqa: E731
_lost = lambda world, scene: {"uuid": scene.recovery.account.uuid}  # noqa: E731
_step = lambda world, scene: {**_lost(world, scene), "number": 1}  # noqa: E731
ASKED = {"bearer": "former_coach", "fields_": ["login"], "hours": "4", "nonce": "once"}

LINKS = [
    Row("accounts:drops", SEES, at=account_at("active")),
    Row("accounts:drop-make", only(*HANDS_IN), only(*HANDS_IN), at=account_at("active"), data=lambda w, s: ASKED),
    Row("accounts:drop-revoke", None, only(*COMMUNICATIONS, *LOOKS_AFTER), at=_link),
    Row("accounts:drop-confirm", ANSWERS, ANSWERS, at=_left, data=lambda w, s: {"sure": "on"}),
    Row("accounts:drop-discard", ANSWERS, ANSWERS, at=_left, data=lambda w, s: {"why": "Somebody else used it."}),
    Row("accounts:recovery", SEES, at=_lost),
    Row(
        "accounts:recovery-start", only(*HANDS_IN), only(*HANDS_IN), at=account_at("active"),
        data=lambda w, s: {"why": "lost"},
    ),
    Row("accounts:recovery-step", None, only(*HANDS_IN), at=_step, data=lambda w, s: {"done": "yes"}),
    Row(
        "accounts:recovery-give-up", only(*COMMUNICATIONS), only(*COMMUNICATIONS), at=_lost,
        data=lambda w, s: {"why": "The platform does not answer."},
    ),
]  # fmt: skip
