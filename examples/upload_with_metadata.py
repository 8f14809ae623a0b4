"""Upload a document, describe it, give it a row of a property set, and read all of it back.

It prints:

    stored 20 bytes
    invoice-7.pdf - Invoice of March
    A-7 12.50
"""

from decimal import Decimal

from soapclient import Client

PATH = "/Finance/Reports/invoice-7.pdf"

with Client("sim:", username="admin", password="admin") as ir:
    stored = ir.documents.upload(b"%PDF-1.7 the invoice", PATH, comment="as received")
    print("stored", stored.size, "bytes")  # compared with the server's checksum

    ir.documents.update(
        PATH,
        description="Invoice of March",
        importance="High",
        properties={"INVOICE": {"INVOICE_NO": "A-7", "AMOUNT": Decimal("12.50")}},
    )

    document = ir.documents.get(PATH)
    (row,) = ir.documents.properties(PATH)["INVOICE"]
    print(document.name, "-", document.description)
    print(row["INVOICE_NO"], row["AMOUNT"])
