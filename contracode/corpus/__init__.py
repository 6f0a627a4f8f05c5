"""Functions of real packages, as records in Parquet shards."""
