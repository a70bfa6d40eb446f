"""Alembic runs this for each migration, on the connection that `surveyapp.store.migrate` gives it."""

from alembic import context

from surveyapp.store.tables import metadata

# Batch mode, because SQLite can't change a constraint in place.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
