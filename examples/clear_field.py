"""Clear one field of a user, after a look at what the update would do.

A blank text is refused: it might be a form that was not filled in. Say CLEAR to make a field empty.

It prints:

    refused: a blank text may mean to keep or to clear
    plan: UpdateUserContactInfo {'userName': 'jdoe', 'emailAddress': KEEP, 'mobileNumber': CLEAR}
    after: john.doe@example.com ''
"""

from soapclient import CLEAR, Client, errors

with Client("sim:", username="admin", password="admin") as ir:
    try:
        ir.users.update("jdoe", email="")
    except errors.ArgumentError:
        print("refused: a blank text may mean to keep or to clear")

    plan = ir.users.plan_update("jdoe", mobile=CLEAR)
    for step in plan.steps:
        print("plan:", step.operation, step.arguments)

    ir.users.apply(plan)
    user = ir.users.get("jdoe")
    print("after:", user.email, repr(user.mobile))
