"""Values and extractors: PDF bytes to facts, pure functions all the way."""
