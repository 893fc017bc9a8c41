"""One account's story, from the first draft to today, told through the real actions."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.models import Account, Platform
from approvals import actions as approvals
from approvals.models import Answer, ImagesPlan, Kind, Request, Seat
from approvals.particulars import HangsOn, MadeBy
from desk.demo import exceptions, setting_up, talk
from desk.demo.plans import Plan, Stage
from desk.demo.teller import Teller
from registry import clock
from registry.people.proof import Proof

#: Words by class of account: what it is for, and for whom.
WORDS = {
    "district": ("News, closings and good work from across the district.", "Families, staff and residents"),
    "school": ("School news, dates and reminders, beside the weekly letter.", "Families of the school"),
    "program": ("Shows what a class or program makes, and when it is open.", "Families and students"),
    "student_group": ("Schedules, results and short clips for families and younger students.", "Families and fans"),
}
#: How an account stands that students of last year's captains opened.
EXISTS = {
    "made_by": MadeBy.STUDENTS,
    "made_by_number": 2,
    "made_by_class_year": 2026,
    "since_year": 2023,
    "hangs_on_email": HangsOn.STUDENT_OR_PARENT,
    "hangs_on_phone": HangsOn.STUDENT_OR_PARENT,
    "staff_can_sign_in": True,
}
NOTES = {
    Stage.RETURNED: "Who reads the comments on weekends? Please name the two people and send it again.",
    Stage.DECLINED: "The school's own account reaches the same families. Please post there instead.",
}


def story(teller: Teller, plan: Plan, begins: datetime) -> Iterator[datetime]:
    """The plan's moments; between them its people act."""
    yield begins
    request = _draft(teller, plan)
    if plan.stage == Stage.DRAFT:
        return
    yield teller.later(hours=2)
    approvals.submit(request, by=request.requester)
    if plan.stage == Stage.WITHDRAWN:
        yield teller.later(hours=20)
        approvals.withdraw(request, by=request.requester, why="We will use the school's account.")
        return
    if plan.stage in exceptions.RARE:
        yield from exceptions.story(teller, plan, request)
        return
    yield from _decided(teller, plan, request)
    request.refresh_from_db()
    account = Account.objects.filter(items__request=request).first()
    if account:
        yield from setting_up.story(teller, plan, request, account)


def _draft(teller: Teller, plan: Plan) -> Request:
    """A request with every answer filled in."""
    requester, backup = teller.people[plan.requester], teller.people[plan.backup]
    purpose, audience = WORDS[plan.klass]
    students = plan.klass in ("student_group", "program")
    return approvals.start_draft(
        by=requester,
        kind=Kind.REGISTRATION if plan.exists else Kind.NEW_ACCOUNT,
        values={
            **(EXISTS if plan.exists else {"launch_on": clock.today() + timedelta(days=21)}),
            "differs": plan.differs,
            "platform": Platform.objects.get(slug=plan.platform),
            "handle": plan.handle,
            "more": [(Platform.objects.get(slug=slug), handle) for slug, handle in plan.more],
            "unit": teller.units[plan.unit],
            "klass": plan.klass,
            "group": plan.group,
            "display_name": f"Lakeview {plan.group}" if plan.group else teller.units[plan.unit].name,
            "purpose": purpose,
            "audience": audience,
            "students_involved": students,
            "under_13": False,
            "wants_logo": not students,
            "images_plan": ImagesPlan.STUDENTS if students else ImagesPlan.STAFF,
            "images_promise": True,
            "custodian": requester,
            "position": requester.title[:80],
            "backup": backup,
            "posters": f"{requester.name} and {backup.name}",
            "email": f"social.{plan.unit}@lakeviewps.example",
        },
    )


def _decided(teller: Teller, plan: Plan, request: Request) -> Iterator[datetime]:
    """The offices answer one after the other, as far as the plan goes."""
    if plan.stage == Stage.LATE:
        yield from talk.silence(request)
    if plan.stage in (Stage.WITH_ADMINISTRATOR, Stage.WAITING, Stage.LATE):
        return
    for step in (1, 2, 2):
        yield teller.later(hours=teller.dice.randint(5, 40))
        seat = Seat.objects.filter(round__request=request, round__outcome="open", step=step, decision=None).first()
        if seat is None or seat.asked is None:
            return
        answer = _answer(plan, step)
        approvals.decide(
            seat,
            answer=answer,
            note=NOTES.get(plan.stage, "") if answer != Answer.YES else "",
            seen_hash=seat.round.text_hash,
            by=seat.asked,
            proof=Proof(seat.asked, clock.now()),
        )
        if (plan.stage, step) == (Stage.WITH_ONE, 1):
            yield from talk.conversation(teller, request)
        if answer != Answer.YES or (plan.stage, step) in ((Stage.WITH_BOTH, 1), (Stage.WITH_ONE, 2)):
            return


def _answer(plan: Plan, step: int) -> Answer:
    """Yes, unless the plan ends here: changes by the administrator, a no by the top."""
    if plan.stage == Stage.RETURNED and step == 1:
        return Answer.CHANGES
    return Answer.NO if plan.stage == Stage.DECLINED and step > 1 else Answer.YES
