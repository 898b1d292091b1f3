from django.db import models


class Counter(models.Model):
    """One row: how many changes this store has seen. Moves inside the transaction of each change."""

    changes = models.BigIntegerField(default=0)
