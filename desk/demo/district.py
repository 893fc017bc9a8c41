"""The demo district's units and people. All invented: no real district, school or person."""

from dataclasses import dataclass

from registry.people.models import Office, UnitKind

NAME = "Lakeview Public Schools"
DOMAIN = "lakeviewps.example"

#: code, name, short name, kind, parent
UNITS: tuple[tuple[str, str, str, str, str], ...] = (
    ("high", "Lakeview High School", "Lakeview High", UnitKind.SCHOOL, ""),
    ("athletics", "Lakeview High School Athletics", "Athletics", UnitKind.ATHLETICS, "high"),
    ("activities", "Lakeview High School Activities", "Activities", UnitKind.ACTIVITIES, "high"),
    ("east", "East Middle School", "East Middle", UnitKind.SCHOOL, ""),
    ("west", "West Middle School", "West Middle", UnitKind.SCHOOL, ""),
    ("birchwood", "Birchwood Elementary", "Birchwood", UnitKind.SCHOOL, ""),
    ("cedar", "Cedar Hill Elementary", "Cedar Hill", UnitKind.SCHOOL, ""),
    ("pine", "Pine Creek Elementary", "Pine Creek", UnitKind.SCHOOL, ""),
    ("communications", "Communications", "Communications", UnitKind.DEPARTMENT, ""),
    ("community", "Community Education", "Community Ed", UnitKind.DEPARTMENT, ""),
    ("technology", "Technology Services", "Technology", UnitKind.DEPARTMENT, ""),
    ("nutrition", "Nutrition Services", "Nutrition", UnitKind.DEPARTMENT, ""),
)


@dataclass(frozen=True)
class Cast:
    """One person: ``office`` is held for ``over`` (a unit's code), or as designee of ``designee_of``."""

    name: str
    title: str
    unit: str
    office: Office | None = None
    over: str = ""
    designee_of: str = ""

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.').replace(chr(39), '')}@{DOMAIN}"


#: The first four are there from the founding; the order is that of ``found_district``.
FOUNDERS: tuple[Cast, ...] = (
    Cast("Helen Brandt", "Superintendent", "", Office.SUPERINTENDENT),
    Cast("JoAnn Keller", "Executive Director of Communications", "communications", Office.COMMUNICATIONS_DIRECTOR),
    Cast("Ruth Amundsen", "Chair of the school board", "", Office.ALTERNATE),
    Cast("Dana Whitfield", "Systems engineer", "technology", Office.SYSTEM_ADMINISTRATOR),
)

OFFICERS: tuple[Cast, ...] = (
    Cast("Priya Nair", "Assistant Superintendent", "", Office.SUPERINTENDENT, designee_of="Helen Brandt"),
    Cast("Sam Ortega", "Communications specialist", "communications", Office.COMMUNICATIONS_STAFF),
    Cast("Lena Fischer", "Digital media coordinator", "communications", Office.COMMUNICATIONS_STAFF),
    Cast("Martin Quist", "Director of Administrative Services", "", Office.ADMINISTRATOR, "communications"),
    Cast("Marcus Bell", "Principal", "high", Office.ADMINISTRATOR, "high"),
    Cast("Tom Okafor", "Activities director", "athletics", Office.ADMINISTRATOR, "athletics"),
    Cast("Grace Lindholm", "Assistant principal", "activities", Office.ADMINISTRATOR, "activities"),
    Cast("Anita Rao", "Principal", "east", Office.ADMINISTRATOR, "east"),
    Cast("David Sorensen", "Principal", "west", Office.ADMINISTRATOR, "west"),
    Cast("Nicole Abebe", "Principal", "birchwood", Office.ADMINISTRATOR, "birchwood"),
    Cast("Paul Vang", "Principal", "cedar", Office.ADMINISTRATOR, "cedar"),
    Cast("Ingrid Dahl", "Director of Community Education", "community", Office.ADMINISTRATOR, "community"),
    Cast("Victor Salas", "Director of Technology", "technology", Office.ADMINISTRATOR, "technology"),
)

STAFF: tuple[Cast, ...] = tuple(
    Cast(name, title, unit)
    for name, title, unit in (
        ("Maya Lindqvist", "Teacher and head coach, girls Nordic ski", "athletics"),
        ("Erik Solberg", "Teacher and assistant coach, Nordic ski", "athletics"),
        ("Peter Halvorsen", "Teacher and head coach, boys hockey", "athletics"),
        ("Keisha Brown", "Teacher and head coach, girls basketball", "athletics"),
        ("Luis Herrera", "Teacher and head coach, soccer", "athletics"),
        ("Hannah Cole", "Teacher and head coach, swim and dive", "athletics"),
        ("Jamal Carter", "Teacher and head coach, track and field", "athletics"),
        ("Sofia Petrov", "Teacher and head coach, volleyball", "athletics"),
        ("Kim Nguyen", "Choir director", "activities"),
        ("Oliver Grant", "Band director", "activities"),
        ("Rosa Delgado", "Advisor, robotics", "activities"),
        ("Nathan Field", "Advisor, student newspaper", "activities"),
        ("Amara Diallo", "Advisor, debate", "activities"),
        ("Beth Larkin", "Theater director", "activities"),
        ("Chris Yoder", "Teacher, science", "high"),
        ("Fatima Hassan", "Teacher, art", "high"),
        ("Gina Moretti", "Office manager", "high"),
        ("Henry Walsh", "Counselor", "high"),
        ("Irene Cho", "Librarian", "high"),
        ("Joel Adler", "Teacher, business", "high"),
        ("Dana Reyes", "Assistant principal", "east"),
        ("Katya Ivers", "Teacher, music", "east"),
        ("Liam Doyle", "Teacher, physical education", "east"),
        ("Mina Park", "Office manager", "east"),
        ("Noah Becker", "Librarian", "east"),
        ("Olga Reyes", "Teacher, Spanish", "west"),
        ("Pia Jensen", "Office manager", "west"),
        ("Quinn Avery", "Teacher, technology", "west"),
        ("Ravi Menon", "Counselor", "west"),
        ("Sara Blum", "Office manager", "birchwood"),
        ("Tess Monroe", "Teacher, grade 3", "birchwood"),
        ("Uma Shah", "Librarian", "birchwood"),
        ("Vera Klein", "Office manager", "cedar"),
        ("Will Stone", "Teacher, grade 5", "cedar"),
        ("Xena Ruiz", "Teacher, music", "cedar"),
        ("Yusuf Demir", "Office manager", "pine"),
        ("Zoe Hart", "Teacher, grade 4", "pine"),
        ("Alan Pike", "Program coordinator", "community"),
        ("Bianca Moss", "Youth enrichment lead", "community"),
        ("Carl Nystrom", "Aquatics supervisor", "community"),
        ("Diane Fox", "Web developer", "technology"),
        ("Evan Lutz", "Help desk lead", "technology"),
        ("Farah Aziz", "Menu planner", "nutrition"),
        ("Gus Olson", "Kitchen manager", "nutrition"),
        ("Holly Birch", "Photographer and writer", "communications"),
    )
)

EVERYONE: tuple[Cast, ...] = FOUNDERS + OFFICERS + STAFF
