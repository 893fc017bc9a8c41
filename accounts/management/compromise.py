"""What `vault compromise` does about a key of each purpose, and what is to be done next (docs/operations-keys.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts import exposed
from accounts.actions import keys as work
from registry import keyring, stores
from registry.actions import keys
from registry.keystate import sealed_until
from registry.people import actions as people
from registry.people.exposed import whose_factors

Told = tuple[dict[str, Any], str, bool]


@dataclass(frozen=True)
class Key:
    """The key that became known; `dry`: only say what would be done. `where` goes to the trail."""

    kid: str
    purpose: str
    dry: bool
    where: str

    @property
    def seals(self) -> bool:
        """Whether new things are still sealed under it."""
        return keyring.ring(self.purpose).primary.kid == self.kid

    def mark(self) -> None:
        """Write down that it is known; again changes nothing."""
        if not self.dry:
            keys.mark_compromised(self.kid, by=None, reference=self.where)

    def told(self, *words: str, unfinished: bool = False, **facts: Any) -> Told:
        """The result, beginning with what was done to the key itself."""
        mark = "Nothing was changed." if self.dry else f"{self.kid} is marked."
        said = [*words, mark]
        if self.seals:
            said.append(f"Next: vault keys add --purpose {self.purpose}, promote, rewrap.")
        told = {"kid": self.kid, "purpose": self.purpose, "dry_run": self.dry, **facts}
        return told, "\n".join(said), unfinished


def _accounts(key: Key) -> Told:
    """Every secret it sealed is asked for anew; with a key for fingerprints, what can be guessed at."""
    vault = key.purpose == "vault"
    looked = exposed.exposed_by if vault else exposed.guessable_by
    found = looked(key.kid) if key.dry else work.compromise(key.kid, by=None, reference=key.where)
    rows = [_row(one) for one in found]
    words = [f"{number}. {row['name']}: {', '.join(row['fields'])}{_waits(row)}" for number, row in enumerate(rows, 1)]
    count, under = sum(len(one.secrets) for one in found), f"of {len(rows)} accounts"
    if vault:
        count += sum(len(one.held) for one in found)
        words.append(f"{count} secrets {under} stood under {key.kid}. A new key does not make them secret again.")
    else:
        words.append(
            f"{count} passwords and answers {under} can be guessed at by whoever has {key.kid} and the database."
        )
    words += [] if key.dry else ["Their change is asked for."]
    return key.told(*words, accounts=rows)


def _row(one: exposed.Exposed) -> dict[str, Any]:
    held = [drop.number for drop in one.held]
    return {"account": str(one.account.uuid), "name": one.account.name, "fields": one.fields, "held": held}


def _waits(row: dict[str, Any]) -> str:
    """That it holds something nobody has answered for: confirmed, it is no new password, for its key is known."""
    return f" (of {', '.join(row['held'])} that wait for an answer as well)" if row["held"] else ""


def _factors(key: Key) -> Told:
    """Whoever has a seed under it is written to, once another key seals: a seed made before would be known as well."""
    key.mark()
    found = whose_factors(key.kid, sealed_until("mfa", key.kid))
    words = [f"{number}. {person.name}" for number, person in enumerate(found, 1)]
    words.append(f"{len(found)} people have a second factor that whoever has {key.kid} and the database knows.")
    waits = key.seals and not key.dry
    if waits:
        words.append("They are written to once another key seals. Run this again after the steps below.")
    elif not key.dry:
        sent = people.ask_for_new_factors(key.kid, people=found, by=None, reference=key.where)
        words.append(f"Asked to set it up again: {sent}. Whoever has done so is no longer on this list.")
    named = [{"name": person.name, "email": person.email} for person in found]
    return key.told(*words, people=named, unfinished=waits)


def _sessions(key: Key) -> Told:
    """Whoever has it and the database can read sessions, and make some: everybody signs in again."""
    key.mark()
    if key.dry:
        return key.told("Everybody would be signed out.")
    ended = people.end_all_sessions(by=None, reference=key.where)
    again = " Run this again after the steps below: until then new sessions stand under it too." if key.seals else ""
    return key.told(f"Everybody is signed out: {ended} sessions.{again}", unfinished=key.seals, sessions=ended)


def _trail(key: Key) -> Told:
    """Nothing is asked of anybody: what it signed is compared with what was kept elsewhere."""
    key.mark()
    count = stores.counts(key.purpose)[key.kid]
    what = "entries of the trail" if key.purpose == "trail" else "seals of the trail"
    return key.told(
        f"{count} {what} were signed with {key.kid}. Whoever has it and can write to the database can forge such.",
        "Compare with what was kept elsewhere before it became known: audit verify --checkpoint FILE.",
        signed=count,
    )


BY_PURPOSE: dict[str, Callable[[Key], Told]] = {
    "vault": _accounts,
    "fingerprint": _accounts,
    "mfa": _factors,
    "session": _sessions,
    "trail": _trail,
    "seal": _trail,
}
