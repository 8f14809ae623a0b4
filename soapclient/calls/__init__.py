"""One call: the arguments, the null rule, the message, who makes it, and `ir.service`.

It must not know any one service, nor the workflows made of calls.
"""
