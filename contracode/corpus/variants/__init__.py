"""Variants of a whole corpus: made shard by shard, on one machine or a cluster."""
