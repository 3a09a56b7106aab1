"""Reports on the line's work: facts of a time in, frozen figures out, told as sheets and pages."""
