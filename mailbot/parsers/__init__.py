"""Reading mail: bytes in, one frozen `Mail` out."""
