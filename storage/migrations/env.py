"""Alembic's entry: one connection, one transaction for all steps."""

from alembic import context

from storage.engine import ALONE, open_engine
from storage.schema import metadata

engine = open_engine(context.config.get_main_option("sqlalchemy.url", ""))
with engine.connect().execution_options(writes=ALONE) as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
