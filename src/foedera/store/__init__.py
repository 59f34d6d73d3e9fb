"""The register: acts appended and never changed, views rebuilt from them, on SQLite or PostgreSQL. Only deeds come in here."""
