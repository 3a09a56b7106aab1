"""Persistence: schema, migrations, repositories, files."""
