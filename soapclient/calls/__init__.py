"""One call: its arguments, the null rule, the message, the caller that makes it, and `ir.service`.

This room must not know any one service, nor the workflows that make calls.
"""
