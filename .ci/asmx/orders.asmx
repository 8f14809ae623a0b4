<%@ WebService Language="C#" Class="Orders" %>

using System;
using System.Collections;
using System.Collections.Generic;
using System.Data;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Web;
using System.Web.Services;
using System.Web.Services.Protocols;
using System.Xml;
using System.Xml.Serialization;

// A service of any kind of type that ASMX has, which answers what it received; arrived.ashx tells what that was.
// It is no part of the package, and has nothing of infoRouter.

public enum Status { New, Paid, [XmlEnum("on hold")] OnHold }

[XmlInclude(typeof(Person)), XmlInclude(typeof(Company))]
public class Party { public string Name; }

public class Person : Party { public DateTime? Birthday; }

public class Company : Party { public string Vat; }

public class Line
{
    [XmlAttribute] public int position;
    [XmlAttribute] public string currency;
    public string Sku;
    public int Quantity;
    public decimal Price;
    public string Note;
}

public class Order
{
    [XmlAttribute] public int id;
    public Party Customer;
    public DateTime Placed;
    [XmlElement(DataType = "date")] public DateTime Day;
    public DateTime? Due;
    public bool Express;
    public Status Status;
    public decimal Total;
    public double Weight;
    [XmlIgnore] public bool WeightSpecified;
    public int? Points;
    public string Comment;
    public Line[] Lines;
    [XmlElement("Tag")] public string[] Tags;
    public byte[] Scan;
    public Guid Key;
}

public class Session : SoapHeader { public string User, Token; }

public class Trace : SoapHeader { public string Id; }

public class Stored { public int Size; public string Checksum; }

[WebService(Namespace = "urn:example:asmx")]
public class Orders : WebService
{
    public Session session;
    public Trace trace;

    [WebMethod] public Order Echo(Order order) { Arrived("Echo", "order", order); return order; }

    [WebMethod] public Party EchoParty(Party party) { Arrived("EchoParty", "party", party); return party; }

    [WebMethod] public object EchoAny(object value) { Arrived("EchoAny", "value", value); return value; }

    [WebMethod] public XmlElement EchoXml(XmlElement any) { Arrived("EchoXml", "any", any); return any; }

    [WebMethod] public string[] EchoTexts(string[] texts) { Arrived("EchoTexts", "texts", texts); return texts; }

    [WebMethod] public decimal[] EchoNumbers(decimal[] numbers) { Arrived("EchoNumbers", "numbers", numbers); return numbers; }

    [WebMethod] public DataSet EchoRows(DataSet rows) { Arrived("EchoRows", "rows", rows); return rows; }

    [WebMethod] public void Empty() { Arrived("Empty"); }

    [WebMethod, SoapDocumentMethod(OneWay = true)] public void Notify(string text) { Arrived("Notify", "text", text); }

    [WebMethod]
    public Order[] List(int count)
    {
        Arrived("List", "count", count);
        return count < 0 ? null : Enumerable.Range(1, count).Select(number => new Order {
            id = number, Customer = new Party { Name = "Customer " + number },
            Placed = new DateTime(2026, 11, 30, 8, 15, 0, DateTimeKind.Utc), Day = new DateTime(2026, 11, 30),
            Express = number % 2 == 0, Status = Status.OnHold, Total = 10.50m, Tags = new string[0],
            Lines = new[] { new Line { position = 1, Sku = "A" + number, Quantity = number, Price = 10.50m } },
        }).ToArray();
    }

    [WebMethod]
    public DataSet Rows(int count)
    {
        Arrived("Rows", "count", count);
        DataSet set = new DataSet("Stock");
        DataTable table = set.Tables.Add("Item");
        table.Columns.Add("Sku", typeof(string));
        table.Columns.Add("Quantity", typeof(int));
        table.Columns.Add("Price", typeof(decimal));
        for (int number = 1; number <= count; number++)
            table.Rows.Add("A" + number, number, 10.50m);
        set.AcceptChanges();
        return set;
    }

    [WebMethod]
    public void Fail(int code, string reason)
    {
        Arrived("Fail", "code", code, "reason", reason);
        XmlDocument document = new XmlDocument();
        XmlNode detail = document.CreateNode(XmlNodeType.Element, SoapException.DetailElementName.Name, SoapException.DetailElementName.Namespace);
        XmlNode refused = detail.AppendChild(document.CreateElement("Refused", "urn:example:asmx"));
        foreach (string[] field in new[] { new[] { "code", code.ToString(CultureInfo.InvariantCulture) }, new[] { "reason", reason } })
            refused.AppendChild(document.CreateElement(field[0], "urn:example:asmx")).InnerText = field[1];
        throw new SoapException(reason, SoapException.ClientFaultCode, "urn:orders", detail);
    }

    [WebMethod] public int Crash(int divisor) { Arrived("Crash", "divisor", divisor); return 1 / divisor; }

    [WebMethod]
    [SoapHeader("session", Direction = SoapHeaderDirection.In)]
    [SoapHeader("trace", Direction = SoapHeaderDirection.Out)]
    public string WhoAmI()
    {
        Arrived("WhoAmI");
        trace = new Trace { Id = "trace-7" };
        return session == null ? "" : session.User;
    }

    [WebMethod]
    public Stored Store(string name, byte[] data)
    {
        Arrived("Store", "name", name, "size", data == null ? -1 : data.Length);
        uint sum = 1, other = 0; // Adler-32
        foreach (byte one in data ?? new byte[0])
        {
            sum = (sum + one) % 65521;
            other = (other + sum) % 65521;
        }
        return new Stored { Size = data == null ? -1 : data.Length, Checksum = (other << 16 | sum).ToString(CultureInfo.InvariantCulture) };
    }

    [WebMethod]
    public byte[] Fetch(int size)
    {
        Arrived("Fetch", "size", size);
        return Enumerable.Range(0, size).Select(position => (byte)position).ToArray();
    }

    [WebMethod]
    public void Update(string email, string mobile, int age, int? points)
    {
        Arrived("Update", "email", email, "mobile", mobile, "age", age, "points", points);
    }

    void Arrived(string operation, params object[] read)
    {
        Stream body = Context.Request.InputStream;
        body.Position = 0;
        byte[] bytes = new BinaryReader(body).ReadBytes((int)body.Length);
        StringBuilder json = new StringBuilder("{\"operation\": ").Append(Shown(operation)).Append(", \"read\": {");
        for (int i = 0; i < read.Length; i += 2)
            json.Append(i == 0 ? "" : ", ").Append(Shown(read[i])).Append(": ").Append(Shown(read[i + 1]));
        json.Append("}, \"headers\": {");
        if (session != null)
            json.Append("\"Session\": {\"User\": ").Append(Shown(session.User)).Append(", \"Token\": ").Append(Shown(session.Token)).Append("}");
        json.Append("}, \"media\": ").Append(Shown(Context.Request.ContentType));
        json.Append(", \"action\": ").Append(Shown(Context.Request.Headers["SOAPAction"]));
        json.Append(", \"request\": ").Append(Shown(Convert.ToBase64String(bytes))).Append("}");
        lock (Application)
            Application["arrived"] = json.ToString();
    }

    // What ASMX made of a value, as JSON can say it; a value of a derived type has its name as "class".
    static string Shown(object value)
    {
        if (value == null)
            return "null";
        if (value is string || value is Guid)
            return HttpUtility.JavaScriptStringEncode(value.ToString(), true);
        if (value is bool)
            return (bool)value ? "true" : "false";
        if (value is byte[])
            return "{\"bytes\": " + Shown(Convert.ToBase64String((byte[])value)) + "}";
        if (value is DateTime)
            return Shown(((DateTime)value).ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + " " + ((DateTime)value).Kind);
        if (value is Enum || value is decimal)
            return Shown(Convert.ToString(value, CultureInfo.InvariantCulture));
        if (value is XmlNode)
            return "{\"xml\": " + Shown(((XmlNode)value).OuterXml) + "}";
        if (value is DataSet)
            return "{\"rows\": [" + string.Join(", ", ((DataSet)value).Tables.Cast<DataTable>().SelectMany(table => table.Rows.Cast<DataRow>()).Select(row => Shown(row.ItemArray))) + "]}";
        if (value is DBNull)
            return "null";
        if (value is IEnumerable)
            return "[" + string.Join(", ", ((IEnumerable)value).Cast<object>().Select(Shown)) + "]";
        if (value is double)
        {
            string number = ((double)value).ToString("R", CultureInfo.InvariantCulture);
            return double.IsInfinity((double)value) || double.IsNaN((double)value) ? Shown(number) : number;
        }
        if (value.GetType().IsPrimitive)
            return Convert.ToString(value, CultureInfo.InvariantCulture);
        List<string> members = value.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance)
            .Select(field => Shown(field.Name) + ": " + Shown(field.GetValue(value))).ToList();
        if (value is Person || value is Company)
            members.Insert(0, "\"class\": " + Shown(value.GetType().Name));
        return "{" + string.Join(", ", members) + "}";
    }
}
