"""Types that source files state, as labels on the same files without them."""
