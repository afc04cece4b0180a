"""The main job offline: sample papers of our own, a loopback arXiv that serves them, and the way through the house."""
