<%@ WebService Language="C#" Class="Rpc" %>

using System.Web.Services;
using System.Web.Services.Protocols;

// rpc/encoded, as ASMX does it.

public class Pair { public int First; public string Second; public decimal[] Prices; }

[WebService(Namespace = "urn:example:asmx-rpc"), SoapRpcService]
public class Rpc : WebService
{
    [WebMethod] public int Divide(int dividend, int divisor, out int rest) { rest = dividend % divisor; return dividend / divisor; }

    [WebMethod] public Pair Echo(Pair pair) { return pair; }

    [WebMethod] public Pair[] List(int count)
    {
        Pair[] pairs = new Pair[count];
        Pair shared = new Pair { First = 1, Second = "shared" };
        for (int i = 0; i < count; i++)
            pairs[i] = shared;
        return pairs;
    }

    [WebMethod] public void Empty() { }
}
