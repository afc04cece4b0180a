"""Document to training runs, refusals and absences."""
