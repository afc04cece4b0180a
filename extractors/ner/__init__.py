"""The trained spaCy pipeline that finds names of models, data sets, metrics, tasks and devices.

`make ner` (`extractors.ner.train`) makes its weights anew; they lie in `model/` with a notice of what they were trained
on, and count towards the version of the extractors.
"""

from extractors.ner.tagging import Name, names

__all__ = ["Name", "names"]
