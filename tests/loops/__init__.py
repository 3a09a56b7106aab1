"""The loop laboratory: programs that answer the line, over days of simulated time."""
