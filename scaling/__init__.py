"""Table to fits, projections, figures, report."""
