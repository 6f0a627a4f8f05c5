"""Image methods as recipes over the one loop: settings, steps, one learner a family of methods."""
