"""What a trained encoder is good for, measured."""
