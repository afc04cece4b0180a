"""Which names of a paper are one model, and which training runs stand behind a score."""

from extractors.ties.runs import How, Tie, tie, tie_runs, ties

__all__ = ["How", "Tie", "tie", "tie_runs", "ties"]
