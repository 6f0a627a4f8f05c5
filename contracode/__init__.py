"""Learn what code does from program variants: corpus, tokens, encoders, losses, training, index."""
