"""Runs on the connection that `app.journal.schema` opened, in its transaction."""

from alembic import context

from app.journal.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
