"""Data of the field, and look-ups over it: accelerators, benchmarks, metrics, units."""
