"""Whether one could sign in with what was shown: a look becomes a check, and for who verifies, the last word (II.7)."""

from dataclasses import dataclass

from accounts.actions.locking import locked
from accounts.actions.recovering import close_if_back
from accounts.actions.revealing import SIGN_IN_SET, check_may_open, check_own
from accounts.actions.verifying import verify
from accounts.models import Account, CustodyState, Reveal
from accounts.rules import credentials as rules
from accounts.rules.standing import communications_staff
from registry import audit, outbox
from registry.people import proof as proofs
from registry.people.models import User


@dataclass(frozen=True)
class Tried:
    """What came of a try: the act, and whether the deposits that waited are verified by it."""

    reveal: Reveal
    verified: bool


@audit.act()
def worked(reveal: Reveal, *, yes: bool, by: User, proof: proofs.Proof | None) -> Tried:
    """Say whether one could sign in with what was shown. Raises `Refused`.

    Who may verify, and was shown exactly what waits for it, has verified it by this word: nobody says it twice.
    """
    account = locked(reveal.account)
    act = Reveal.objects.get(pk=reveal.pk)
    check_own(act, by)
    standing = check_may_open(account, by, act.field)
    act.worked = yes
    act.save(update_fields=["worked"])
    audit.record(
        audit.Event.SECRET_TRIED, by=by, on=account, field=act.field or SIGN_IN_SET, after={"worked": yes},
        reference=str(act.uuid),
    )  # fmt: skip
    verifies = yes and rules.would_verify(standing, act) and proofs.is_fresh(proof, by, proofs.DECISION_MINUTES)
    if verifies:
        verify(account, by=by, proof=proof)
    elif yes and not act.field:
        close_if_back(account, by=by)
    if not yes and not act.field and not rules.to_verify(account):
        _tell(account, act)
    return Tried(act, verifies)


def _tell(account: Account, act: Reveal) -> None:
    """What worked once does not any more: the custodian and Communications find out why (E2.28)."""
    custody = account.custodies.filter(state=CustodyState.OPEN).select_related("custodian").first()
    people = {person.pk: person for person in [*communications_staff(), *([custody.custodian] if custody else [])]}
    for person in people.values():
        if person.pk != act.person_id:
            key = f"did_not_work:{act.pk}:{person.pk}"
            outbox.post("accounts/did_not_work", to=person, about=account, key=key, reveal=act.pk)
