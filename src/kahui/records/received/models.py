from django.db import models


class Receipt(models.Model):
    """A file that was received: what it was called, its SHA-256, and what was made of it."""

    hash = models.CharField(max_length=64)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    size = models.BigIntegerField()
    as_at = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=200)
    rows_accepted = models.IntegerField()
    rows_refused = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["hash"])]
