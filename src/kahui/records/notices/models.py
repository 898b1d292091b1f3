"""What is to be told to whom. Written in the transaction of the fact it tells of; sent after that is committed."""

from django.db import models

from kahui.records.dated import Event


class Notice(models.Model):
    """One message to one address. `once` is what makes it that message and no other: a second is refused.

    It waits while `sent_at` and `claimed_at` are `None`. Who sends it first claims it, in a transaction of its own;
    one claimed and never marked as sent may or may not have left, and is shown to a person, never sent again by itself.
    One that the mail server refused has certainly not left: its claim is given back and it waits until `try_from`.
    Holds no personal data beyond the address: `words` say what waits, and the reader signs in to see whose it is.
    """

    once = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    person = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    words = models.TextField()
    path = models.CharField(max_length=300, blank=True)  # the one action, as an address within the site
    letter = models.BigIntegerField(
        null=True, blank=True
    )  # whose link is the action: signed only as it is sent
    about_kind = models.CharField(max_length=20, blank=True)
    about_key = models.CharField(max_length=40, blank=True)
    at_once = models.BooleanField(default=True)  # else it waits for the digest
    written_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    refusals = models.IntegerField(default=0)  # how often the mail server would not take it
    try_from = models.DateTimeField(null=True, blank=True)  # the next try, after a refusal
    refused_with = models.CharField(max_length=200, blank=True)
    dropped_at = models.DateTimeField(
        null=True, blank=True
    )  # never to be sent: what it asks is no longer asked
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sent_at", "claimed_at"]), models.Index(fields=["person"])]


class Letter(models.Model):
    """A signed link for one act by somebody who does not sign in: a board's answer, a signature, an approval.

    `purpose` names the act, `subject` what it is about (such as `network:101`), the provider whose answer it is.
    """

    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    provider_kind = models.CharField(max_length=10)
    provider_number = models.IntegerField()
    to = models.EmailField()
    to_name = models.CharField(max_length=200)
    nonce = models.CharField(max_length=40, unique=True)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "subject"])]


class Mail(models.Model):
    """A message that this site kept in its own mailbox, where no mail server is named: as it was sent, once.

    `message_id` is the message's own; a second of the same is the same message.
    """

    message_id = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    words = models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["to"])]


class Wish(Event):
    """How often somebody wishes to be told by e-mail what waits. A later wish counts in place of the earlier."""

    class Digest(models.TextChoices):
        DAILY = "daily", "each working day on which something waits"
        WEEKLY = "weekly", "on Mondays"
        NEVER = "never", "never: I look for myself"

    person = models.BigIntegerField()
    digest = models.CharField(max_length=6, choices=Digest.choices)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["person", "known_to"])]
