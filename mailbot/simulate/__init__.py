"""A year of a busy line in simulated time: the real line between simulated people."""
