"""What came back: the verdict on HTTP, envelope and fault, and the reply with its typed values.

It must not know any one service, sessions, or the HTTP library.
"""
