"""Who answers for an account, told in plain Python from what happened: nothing of the product in it."""

from dataclasses import dataclass, field


@dataclass
class CustodyLedger:
    """Who holds it, whether for the time being, and who is asked; people by a key of any kind.

    `passing`: what is asked is a handoff; `accepted`: the next one has said yes, and the last step is still to come.
    """

    holder: object
    interim: bool = False
    asked: object = None
    passing: bool = False
    accepted: bool = False
    backup: object = None
    gone: set[object] = field(default_factory=set)

    def offered(self, whom: object, *, passing: bool) -> None:
        """Somebody is asked; who holds it goes on."""
        self.asked, self.passing, self.accepted = whom, passing, False

    def said_yes(self) -> None:
        """A handoff goes on until it is verified; where nobody had accepted before, the custody begins."""
        if self.passing:
            self.accepted = True
        else:
            self.has_it(self.asked)

    def over(self) -> None:
        """Declined, taken back, called off or not answered: who holds it keeps it."""
        self.asked, self.passing, self.accepted = None, False, False

    def has_it(self, whom: object) -> None:
        """From now on it is theirs; who backs somebody up is somebody else."""
        self.holder, self.interim = whom, False
        self.backup = None if self.backup == whom else self.backup
        self.over()

    def stepped_in(self, whom: object) -> None:
        """Somebody holds it for the time being; a handoff on its way goes on."""
        self.holder, self.interim = whom, True

    def left(self, whom: object, *, stands_in: object) -> None:
        """Whoever leaves holds nothing, is asked for nothing and backs nobody up."""
        self.gone.add(whom)
        if self.asked == whom:
            self.over()
        if self.holder == whom:
            self.stepped_in(stands_in)
        self.backup = None if self.backup == whom else self.backup
