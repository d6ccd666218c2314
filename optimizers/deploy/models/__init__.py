"""What runs in a model's place: predictors that carry plain arrays, wrappers, an ONNX session."""
