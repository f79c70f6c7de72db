"""A simulator that tries to break the laws: the real functions on a fake cloud; at every call anything may happen."""
