"""One file or folder a method.

The objectives need the loss core only, no encoder: ``infonce`` (InfoNCE, NT-Xent, MoCo),
``supcon``, ``cacr``, ``crd``, ``distillation``, ``pac_bayes``, and ``rivals`` (decoupled,
align-and-uniform, hard negatives). ``loco`` also routes gradients through an image encoder's
stages, and ``distillers`` take what one computes on its way. ``contracode`` joins encoders, views
and InfoNCE to a training objective. Import each from its own file or folder.
"""
