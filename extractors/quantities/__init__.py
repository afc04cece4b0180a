"""Text to quantities and back; hardware burden and network operations from quantities."""
