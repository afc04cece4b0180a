"""The trained spaCy pipeline that finds names of models, data sets, metrics, tasks and devices."""
