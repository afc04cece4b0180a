"""The SQLite workspace: schema, migrations, what is stored and asked for, by name."""
