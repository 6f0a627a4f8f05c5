"""A model that answers when a test lets it."""

import threading


class HeldModel:
    """The real model, held until it is let go."""

    def __init__(self, model):
        self._model = model
        self.free = threading.Event()
        self.free.set()
        self.held = threading.Event()

    def __getattr__(self, name):
        return getattr(self._model, name)

    def embed(self, inputs, **settings):
        if not self.free.is_set():
            self.held.set()
        self.free.wait(30)
        return self._model.embed(inputs, **settings)
