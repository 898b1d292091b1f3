"""How one post is filled: advertised, applied for, scored, chosen, affirmed, approved. No state is stored."""

from django.db import models

from kahui.records.access.models import Person
from kahui.records.dated import Event, Period
from kahui.records.networks.models import Network
from kahui.records.register.models import Provider


class Opening(Event):
    """One post is advertised, on a day, until `closes` (that day included).

    `provider` is the employing school where it is a school's post. While `blind`, those who choose see no name,
    address or employer of anybody who applied, until they have chosen.
    """

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="openings", db_index=False)
    post = models.CharField(max_length=40)
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="openings"
    )
    closes = models.DateField()
    blind = models.BooleanField()
    words = models.TextField(blank=True)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["network", "known_to"])]


class Purpose(Event):
    """What an opening's post is for: one of the programme's purposes, tied in words to a challenge."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="purposes")
    purpose = models.CharField(max_length=40)
    challenge = models.CharField(max_length=300, blank=True)


class WithdrawnOpening(Event):
    """An opening is withdrawn, unfilled, with its reason."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="withdrawn")
    reason = models.TextField()


class Panelist(Period):
    """Somebody sits on the panel of an opening, and from which member they come (none: from none)."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="panel")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="panels")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class Interest(Event):
    """A member of a panel says whether they have an interest of their own in an opening. The latest counts."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="interests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    conflict = models.BooleanField()
    words = models.TextField(blank=True)


class Application(Event):
    """Somebody applies. `number` is how they are called while they have no name: candidate 1, 2, …

    `provider` is who employs them; `prerequisites` are those they say they meet, as the definition words them.
    """

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    number = models.IntegerField()
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    prerequisites = models.JSONField(default=list)

    class Meta(Event.Meta):
        constraints = [
            *Event.Meta.constraints,
            models.UniqueConstraint(fields=["opening", "number"], name="candidate_number_once"),
        ]


class WithdrawnApplication(Event):
    """Somebody takes their application back."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="withdrawn")


class Answer(Event):
    """What a board says, signed in or by a signed link (`letter` its id), and who said it for the board."""

    class Way(models.TextChoices):
        SIGNED_IN = "signed-in", "signed in"
        LETTER = "letter", "signed link"

    agrees = models.BooleanField()
    words = models.TextField(blank=True)
    answered_by = models.CharField(max_length=200)
    way = models.CharField(max_length=10, choices=Way.choices)
    letter = models.BigIntegerField(null=True, blank=True)

    class Meta(Event.Meta):
        abstract = True


class EmployerWord(Answer):
    """The board that employs an applicant says whether it supports them and whether they meet the prerequisites."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="employer_words")


class Score(Event):
    """What one member of a panel gives one applicant, 1 to 5, with the reason. A later one counts instead."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="scores")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    score = models.SmallIntegerField()
    reason = models.TextField()


class Shortlisting(Event):
    """A panel puts an applicant on its shortlist, or not, with the reason. A later one counts instead."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="shortlistings")
    listed = models.BooleanField()
    reason = models.TextField()


class Choice(Event):
    """A panel chooses an applicant. From then on names are seen."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="choices")
    reason = models.TextField()


class Affirmation(Event):
    """The adviser whom the programme names says whether a choice meets the national criteria."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="affirmations")
    met = models.BooleanField()
    words = models.TextField(blank=True)


class Approval(Answer):
    """The employing board says whether it appoints whom the panel chose."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="approvals")
