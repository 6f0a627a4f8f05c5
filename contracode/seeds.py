"""Seeds that depend on what they are for, never on order or on the number of workers."""

import hashlib


def seed_for(run_seed: int, record_id: str) -> int:
    """Seed of one record in [0, 2^63), the same whatever the order or the number of workers."""
    digest = hashlib.blake2b(f"{run_seed}/{record_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
