"""Files of an index: generations written whole, one pointer, and the log of what came after."""
