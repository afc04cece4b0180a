"""The way through the house: read, extract, store, release, scale, each room called in order."""
