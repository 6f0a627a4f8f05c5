"""How vectors are searched: chosen by their number and by memory, tuned and measured."""
