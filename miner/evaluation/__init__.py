"""Extracted facts held against labels made by hand: how often they are right, what is missed, what was invented.

Papers are the unit: counts are made paper by paper and added up, intervals come from drawing papers again. The rules
of agreement are in `agreement`, the counting of a paper's runs and results in `runs` and `results`, figures over papers
in `figures`, the calibration of confidences in `reliability`.
"""

from miner.evaluation.evaluate import Evaluation, Labels, evaluate, read_facts, read_labels, workspace_facts
from miner.evaluation.figures import Change, Figure, changes, figures

__all__ = [
    "Change",
    "Evaluation",
    "Figure",
    "Labels",
    "changes",
    "evaluate",
    "figures",
    "read_facts",
    "read_labels",
    "workspace_facts",
]
