"""PDF bytes to a Document: words, lines, columns, blocks, sections, sentences, tables."""
