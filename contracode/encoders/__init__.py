"""Encoders: a program or an image becomes one vector.

code/     subword ids to a vector, by a transformer
images/   pixels to a vector, by a convolutional network
"""
