"""Samples of any component: plain values that fit its schema, filled up and read back."""
