"""What makes a trained model good, cheap and long-lived, and what wears it out."""
