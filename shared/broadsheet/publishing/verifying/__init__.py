"""The parts of verify: the use cases run again in a world that only looks, and what they would have changed."""
