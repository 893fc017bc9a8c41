"""Who is designated to post in the demo district, and what became of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Designation:
    """Who posts where, proposed by whom (or nobody), designated by whom (or not yet), and how it went on.

    `unit` with a `handle` is one account of it; without, all of its accounts. `ago` is how many days ago it began.
    """

    person: str
    unit: str
    handle: str
    ago: int
    by: str = ""
    proposer: str = ""
    days: int = 0
    reveals: bool = False
    revoked: str = ""
    refused: str = ""


DESIGNATIONS: tuple[Designation, ...] = (
    Designation("Irene Cho", "high", "", 120, by="Marcus Bell"),
    Designation("Holly Birch", "athletics", "", 90, by="Tom Okafor"),
    Designation("Liam Doyle", "east", "", 60, by="Anita Rao", days=75),
    Designation("Joel Adler", "high", "LakeviewHigh", 45, by="Marcus Bell", proposer="Gina Moretti", reveals=True),
    Designation("Chris Yoder", "athletics", "LakeviewXC", 80, by="Tom Okafor", days=60),
    Designation("Fatima Hassan", "activities", "LakeviewHeron", 40, by="Grace Lindholm", proposer="Nathan Field"),
    Designation(
        "Carl Nystrom", "community", "lakeviewcommed", 70, by="Ingrid Dahl", proposer="Bianca Moss", reveals=True,
        revoked="He looks after the pool now and no longer writes for us.",
    ),
    Designation(
        "Quinn Avery", "west", "WestMiddleLPS", 12, by="David Sorensen", proposer="Pia Jensen",
        refused="Please finish the training on the guidelines first.",
    ),
    Designation("Hannah Cole", "athletics", "LakeviewNordic", 3, proposer="Maya Lindqvist", reveals=True),
    Designation("Xena Ruiz", "cedar", "CedarHillLPS", 2, proposer="Vera Klein"),
)  # fmt: skip
