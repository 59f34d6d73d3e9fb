"""The web face: server-rendered pages over the same engine. It translates; it decides nothing."""
