"""How older databases become what `storage.schema` says."""
