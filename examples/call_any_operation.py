"""Call any of the 425 operations, in the contract's spelling or in Python's, and read what it answers.

It prints:

    True
    ['admin', 'jdoe', 'sysadmin']
    null keeps mobileNumber
    <ns0:userName>jdoe</ns0:userName><ns0:mobileNumber></ns0:mobileNumber>
"""

from soapclient import CLEAR, Client

with Client("sim:", username="admin", password="admin") as ir:
    print(ir.service.UserExists(UserName="jdoe"))
    print(sorted(user.user_name for user in ir.service.get_all_users()))

    mobile = ir.contract["UpdateUserContactInfo"].parameters["mobileNumber"]
    print("null", mobile.on_null, "mobileNumber")

    envelope = ir.envelope("UpdateUserContactInfo", userName="jdoe", mobileNumber=CLEAR)  # nothing is sent
    print(envelope[envelope.index("<ns0:userName>") : envelope.index("</ns0:UpdateUserContactInfo>")])
