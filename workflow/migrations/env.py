"""Alembic's entry: it runs on the connection handed over by `workflow.schema`."""

from importlib import import_module

from alembic import context

from workflow.tables import Base

# The procedures add the constraint of their states to the tables: they must be known before models are compared.
for package in ("workflow.people", "enrolment.lifecycle", "inspection.lifecycle"):
    import_module(package)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
