"""The site: pure functions from stories, entries and settings to outputs. One file renders one kind of output.

Nothing here reads a clock, a store or the network, so the same inputs give the same bytes.
"""
