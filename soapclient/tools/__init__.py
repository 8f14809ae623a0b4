"""Programs about contracts and servers: doctor, lint, stubs and pages.

They use no private names of clients.
"""
