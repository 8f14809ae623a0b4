"""Change one field of a user; every other field keeps its value.

It prints:

    before: john.doe@example.com +15551234567
    after:  new@example.com +15551234567
"""

from soapclient import Client

with Client("sim:", username="admin", password="admin") as ir:
    user = ir.users.get("jdoe")
    print("before:", user.email, user.mobile)

    ir.users.update("jdoe", email="new@example.com")

    user = ir.users.get("jdoe")
    print("after: ", user.email, user.mobile)
