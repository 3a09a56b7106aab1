"""${message}."""

import sqlalchemy as sa
import storage.types
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    raise RuntimeError("Las migraciones no se deshacen: restaure la copia de seguridad.")
