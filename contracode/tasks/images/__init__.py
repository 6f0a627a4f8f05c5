"""Image representations measured: probes, neighbours, class means, calibration, corruptions."""
