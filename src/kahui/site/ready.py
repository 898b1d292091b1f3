"""Makes Django and the store ready for a command."""

import django
from django.core.management import call_command


def ready(*, store: bool = True) -> None:
    """Set Django up; with `store`, bring the database to the newest shape (it is made when absent)."""
    django.setup()
    if store:
        from django.db import connection  # noqa: PLC0415  (needs django.setup)
        from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
