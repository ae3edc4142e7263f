"""The read models: disposable views of the register, versioned by position."""
