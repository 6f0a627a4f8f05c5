"""Emoji of several vendors: names and groups from one package, drawings from several."""
