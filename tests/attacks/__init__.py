"""What attackers and broken programs do, and what happens instead."""
