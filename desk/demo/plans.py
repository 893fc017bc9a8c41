"""What the demo district asked for, and how far each request has come."""

from dataclasses import dataclass
from enum import StrEnum

from accounts.models import AccountClass as Klass


class Stage(StrEnum):
    """How far a story goes before today."""

    DRAFT = "draft"
    WITH_ADMINISTRATOR = "with the administrator"
    LATE = "with the administrator, late, then with the next one up"
    WITH_BOTH = "with the superintendent and Communications"
    WITH_ONE = "one of the two has decided"
    RETURNED = "changes asked for"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    WAITING = "waiting for an appointment"
    REVISED = "changed while it was decided"
    ON_PAPER = "one decision recorded from paper"
    EMERGENCY = "approved alone, in an emergency"
    IN_PART = "approved in part, on conditions"
    APPROVED = "approved, nothing deposited"
    DEPOSITED = "deposited, not verified"
    REFUSED = "a deposit was refused"
    VERIFIED = "verified, custody not accepted"
    READY = "ready to finish"
    ACTIVE = "active"
    CHANGED = "active, password changed since"


@dataclass(frozen=True)
class Plan:
    """One story: who asks for what, and the stage it stops at.

    ``exists``: it was opened before anybody approved it; ``differs``: what has changed since the same was declined.
    """

    platform: str
    handle: str
    unit: str
    klass: Klass
    group: str
    requester: str
    backup: str
    stage: Stage = Stage.ACTIVE
    more: tuple[tuple[str, str], ...] = ()
    exists: bool = False
    differs: str = ""

    @property
    def title(self) -> str:
        return self.group or self.handle


G, P, S, D = Klass.STUDENT_GROUP, Klass.PROGRAM, Klass.SCHOOL, Klass.DISTRICT

PLANS: tuple[Plan, ...] = (
    # The district and its schools
    Plan("x", "LakeviewPS", "communications", D, "", "Sam Ortega", "Lena Fischer"),
    Plan("instagram", "lakeviewps", "communications", D, "", "Lena Fischer", "Sam Ortega"),
    Plan("tiktok", "lakeviewps", "communications", D, "", "Holly Birch", "Lena Fischer"),
    Plan("threads", "lakeviewps", "communications", D, "", "Lena Fischer", "Holly Birch"),
    Plan("vimeo", "lakeviewschools", "communications", D, "", "Holly Birch", "Sam Ortega"),
    Plan("facebook", "LakeviewPublicSchools", "communications", D, "", "Holly Birch", "Lena Fischer"),
    Plan("youtube", "@LakeviewSchools", "communications", D, "", "Holly Birch", "Sam Ortega"),
    Plan("x", "LakeviewHigh", "high", S, "", "Gina Moretti", "Henry Walsh"),
    Plan("instagram", "lakeviewhigh", "high", S, "", "Gina Moretti", "Joel Adler"),
    Plan("bluesky", "lakeviewhigh.bsky.social", "high", S, "", "Joel Adler", "Gina Moretti"),
    Plan("x", "EastMiddleLPS", "east", S, "", "Mina Park", "Noah Becker"),
    Plan("instagram", "eastmiddle.lps", "east", S, "", "Mina Park", "Liam Doyle"),
    Plan("x", "WestMiddleLPS", "west", S, "", "Pia Jensen", "Ravi Menon"),
    Plan("instagram", "westmiddle.lps", "west", S, "", "Pia Jensen", "Quinn Avery"),
    Plan("x", "BirchwoodLPS", "birchwood", S, "", "Sara Blum", "Uma Shah"),
    Plan("x", "CedarHillLPS", "cedar", S, "", "Vera Klein", "Will Stone"),
    Plan("x", "LakeviewCommEd", "community", S, "", "Alan Pike", "Bianca Moss"),
    Plan("instagram", "lakeviewcommed", "community", S, "", "Bianca Moss", "Alan Pike"),
    Plan("x", "LakeviewEats", "nutrition", S, "", "Farah Aziz", "Gus Olson", Stage.WAITING),
    # Teams
    Plan("instagram", "LakeviewNordic", "athletics", G, "Girls Nordic Ski", "Maya Lindqvist", "Erik Solberg"),
    Plan("x", "LakeviewXC", "athletics", G, "Cross-Country", "Erik Solberg", "Maya Lindqvist", Stage.CHANGED),
    Plan("instagram", "lakeviewhockey", "athletics", G, "Boys Hockey", "Peter Halvorsen", "Hannah Cole", Stage.CHANGED),
    Plan("x", "LakeviewHockey", "athletics", G, "Boys Hockey", "Peter Halvorsen", "Hannah Cole"),
    Plan("instagram", "lakeview.gbb", "athletics", G, "Girls Basketball", "Keisha Brown", "Jamal Carter"),
    Plan("instagram", "lakeviewsoccer", "athletics", G, "Soccer", "Luis Herrera", "Sofia Petrov"),
    Plan("instagram", "lakeviewswim", "athletics", G, "Swim and Dive", "Hannah Cole", "Keisha Brown"),
    Plan("instagram", "lakeviewtrack", "athletics", G, "Track and Field", "Jamal Carter", "Erik Solberg"),
    Plan("instagram", "lakeviewvb", "athletics", G, "Volleyball", "Sofia Petrov", "Luis Herrera", Stage.CHANGED),
    # Clubs and programs
    Plan("instagram", "LakeviewChoirs", "activities", G, "Choirs", "Kim Nguyen", "Oliver Grant"),
    Plan("instagram", "lakeviewbands", "activities", G, "Bands", "Oliver Grant", "Kim Nguyen"),
    Plan("instagram", "lakeviewrobotics", "activities", G, "Robotics", "Rosa Delgado", "Chris Yoder"),
    Plan("x", "LakeviewHeron", "activities", G, "Student newspaper", "Nathan Field", "Irene Cho"),
    Plan("instagram", "lakeviewdebate", "activities", G, "Debate", "Amara Diallo", "Nathan Field"),
    Plan("instagram", "lakeviewstage", "activities", G, "Theater", "Beth Larkin", "Kim Nguyen"),
    Plan("instagram", "lakeviewart", "high", P, "Art classes", "Fatima Hassan", "Irene Cho"),
    Plan("x", "EastMusicLPS", "east", P, "Music", "Katya Ivers", "Mina Park"),
    Plan("x", "WestSpanish", "west", P, "Spanish classes", "Olga Reyes", "Pia Jensen"),
    Plan("instagram", "lakeviewcheer", "athletics", G, "Cheer", "Sofia Petrov", "Luis Herrera", exists=True),
    # Declined, and asked for again below
    Plan("snapchat", "westmiddlefun", "west", P, "Homeroom", "Ravi Menon", "Quinn Avery", Stage.DECLINED),
    # Being set up
    Plan("x", "LakeviewChess", "activities", G, "Chess", "Amara Diallo", "Nathan Field", Stage.APPROVED, exists=True),
    Plan("tiktok", "lakeviewhockey", "athletics", G, "Boys Hockey", "Peter Halvorsen", "Hannah Cole", Stage.APPROVED),
    Plan("threads", "lakeviewchoirs", "activities", G, "Choirs", "Kim Nguyen", "Oliver Grant", Stage.DEPOSITED),
    Plan("tiktok", "lakeview.gbb", "athletics", G, "Girls Basketball", "Keisha Brown", "Jamal Carter", Stage.REFUSED),
    Plan("instagram", "birchwood.library", "birchwood", P, "Library", "Uma Shah", "Sara Blum", Stage.VERIFIED),
    Plan("instagram", "cedarhillmusic", "cedar", P, "Music", "Xena Ruiz", "Vera Klein", Stage.READY),
    # On their way, or ended
    Plan(
        "tiktok", "lakeviewnordic", "athletics", G, "Girls Nordic Ski", "Maya Lindqvist", "Erik Solberg", Stage.WITH_ONE
    ),
    Plan(
        "threads",
        "lakeviewnordic",
        "athletics",
        G,
        "Girls Nordic Ski",
        "Maya Lindqvist",
        "Erik Solberg",
        Stage.RETURNED,
    ),
    Plan(
        "tiktok",
        "lakeviewtrack",
        "athletics",
        G,
        "Track and Field",
        "Jamal Carter",
        "Erik Solberg",
        Stage.LATE,
    ),
    Plan("youtube", "@LakeviewStage", "activities", G, "Theater", "Beth Larkin", "Kim Nguyen", Stage.WITH_BOTH),
    Plan("facebook", "LakeviewHighSchool", "high", S, "", "Gina Moretti", "Joel Adler", Stage.WITH_BOTH),
    Plan("bluesky", "eastmiddle.bsky.social", "east", S, "", "Noah Becker", "Mina Park", Stage.WITH_ADMINISTRATOR),
    Plan("tiktok", "cafeteria.lps", "community", P, "Cooking classes", "Bianca Moss", "Carl Nystrom", Stage.DECLINED),
    Plan("tiktok", "cedarhill", "cedar", S, "", "Will Stone", "Vera Klein", Stage.WITHDRAWN),
    Plan("instagram", "pinecreek.lps", "pine", S, "", "Zoe Hart", "Yusuf Demir", Stage.DRAFT),
    Plan("x", "PineCreekLPS", "pine", S, "", "Yusuf Demir", "Zoe Hart", Stage.WAITING),
    Plan(
        "instagram",
        "lakeviewlacrosse",
        "athletics",
        G,
        "Lacrosse",
        "Jamal Carter",
        "Hannah Cole",
        Stage.WITH_ADMINISTRATOR,
        exists=True,
    ),
    Plan("linkedin", "lakeview-public-schools", "communications", D, "", "Holly Birch", "Sam Ortega", Stage.DRAFT),
    Plan(
        "snapchat",
        "westmiddlefun",
        "west",
        P,
        "Homeroom",
        "Pia Jensen",
        "Ravi Menon",
        Stage.WITH_ADMINISTRATOR,
        differs="It is for one homeroom now, two teachers read every comment, and it ends in June.",
    ),
    # What is rare
    Plan("instagram", "eastmiddleart", "east", P, "Art club", "Noah Becker", "Mina Park", Stage.REVISED),
    Plan("youtube", "@WestMiddleBand", "west", P, "Band", "Olga Reyes", "Quinn Avery", Stage.ON_PAPER),
    Plan(
        "instagram", "lakeviewgardens", "community", P, "Community garden", "Alan Pike", "Bianca Moss", Stage.IN_PART,
        more=(("tiktok", "lakeview.gardens"), ("youtube", "@LakeviewGardens")),
    ),
    Plan("x", "LakeviewAlerts", "communications", D, "", "Holly Birch", "Lena Fischer", Stage.EMERGENCY),
)  # fmt: skip
