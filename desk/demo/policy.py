"""The demo's policy changes once: most confirm the new version, some on paper, and a few not yet."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from desk.demo.founding import GUIDELINES, HAS_NOT_CONFIRMED, POLICY
from desk.demo.teller import Teller
from registry import clock
from registry.policy import actions

#: How long before today the second version was published.
NEWS = timedelta(days=20)
#: Those who have not got round to the second version: nobody whose request is under way, for it would have to wait.
WAITS = frozenset({"Liam Doyle", "Carl Nystrom", "Ruth Amundsen", "Victor Salas"})
#: Those who signed on paper, at a meeting, and who recorded it.
ON_PAPER = {"Tess Monroe": "Nicole Abebe", "Gus Olson": "Sam Ortega", "Henry Walsh": "Marcus Bell"}

NEW_POLICY = POLICY.replace(
    "every change.", "every change on the same day. The recovery phone belongs to the district, never to a person."
)
NEW_GUIDELINES = GUIDELINES.replace("Stay calm, answer kindly, and", "Stay calm, answer within two days, and") + (
    "- When a season ends, hand the account over within two weeks.\n"
)


def story(teller: Teller, *, until: datetime) -> Iterator[datetime]:
    """The second version, three weeks before today: whoever has work under way confirms it the same hour."""
    begins = (until - NEWS).replace(hour=15, minute=5, second=0, microsecond=0)
    yield begins
    version = actions.publish(
        title="Social media policy",
        summary="Recovery phones belong to the district. Seasons end with a handover.",
        body=NEW_POLICY.strip(),
        guidelines=NEW_GUIDELINES.strip(),
        by=teller.people["JoAnn Keller"],
        after=1,
    )
    for person in teller.people.values():
        if person.name not in WAITS | HAS_NOT_CONFIRMED | ON_PAPER.keys():
            actions.acknowledge(version, by=person)
    signed = clock.today()
    yield teller.later(hours=24)
    for name, recorder in ON_PAPER.items():
        actions.record_on_paper(version, person=teller.people[name], signed_on=signed, by=teller.people[recorder])
    yield begins + timedelta(days=15)
    actions.remind(by=None)
