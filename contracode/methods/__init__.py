"""One file or folder a method.

The objectives need the loss core only, no encoder: ``infonce`` (InfoNCE, NT-Xent, MoCo),
``supcon``, ``cacr``, ``crd``, ``distillation``, ``loco``, ``pac_bayes``, and ``rivals`` (decoupled,
align-and-uniform, hard negatives). ``contracode`` joins encoders, views and InfoNCE to a training
objective. Import each from its own file or folder.
"""
