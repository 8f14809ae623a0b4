"""Tell errors apart by what a program can do about them.

It prints:

    changed
    no such user: skip the row
    our mistake, nothing was sent: 1 problem
    ConnectError: look before you send it again
    the service refused: Access denied
    ConnectError: nothing was changed
"""

from soapclient import Client, errors
from soapclient.simulator import Simulator


def change(ir: Client, user_name: str, email: str) -> str:
    """Change the address of a user and say what came of it."""
    try:
        ir.users.update(user_name, email=email)
    except errors.UserNotFound:
        return "no such user: skip the row"
    except errors.ArgumentError as error:
        return f"our mistake, nothing was sent: {len(error.problems)} problem"
    except errors.TransportError as error:
        name = type(error).__name__
        return f"{name}: look before you send it again" if error.maybe_applied else f"{name}: nothing was changed"
    except errors.ServiceError as error:
        return f"the service refused: {error.text}"
    return "changed"


with Simulator() as simulator, simulator.serve() as server:
    with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        print(change(ir, "jdoe", "new@example.com"))
        print(change(ir, "nobody", "new@example.com"))
        print(change(ir, "jdoe", " "))
        simulator.fail("drop", operation="UpdateUserContactInfo")  # the answer is lost on its way
        print(change(ir, "jdoe", "newer@example.com"))
        simulator.fail("error", operation="UpdateUserContactInfo", text="Access denied")
        print(change(ir, "jdoe", "newer@example.com"))

with Client("http://127.0.0.1:9/srv.asmx", username="admin", password="admin", wsdl="bundled") as nobody_there:
    print(change(nobody_there, "jdoe", "newer@example.com"))
