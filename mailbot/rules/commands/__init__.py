"""What the people of the line order by mail, and what the person served says in plain words."""
