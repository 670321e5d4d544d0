"""Sealing the audit log: signed checkpoints, anchors outside, and the proof that all is whole."""
