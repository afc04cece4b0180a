"""Queue, review screens, decisions, agreement; releases."""
