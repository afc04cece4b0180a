"""The mine: tasks, arXiv, fetching, importing, workers, and the pipeline that calls the other rooms in order."""
