"""Document to results."""
