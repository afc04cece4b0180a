"""The command line, a module a verb: parse, call one function, print."""
