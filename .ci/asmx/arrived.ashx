<%@ WebHandler Language="C#" Class="ArrivedPage" %>

using System.Web;

// The last call that reached srv.asmx, as JSON: {"operation": ..., "arguments": {name: null or text}}, or null.
// ?reset=1 forgets it; ?reseed=1 puts users and tickets back to the seed as well.
public class ArrivedPage : IHttpHandler
{
    public bool IsReusable { get { return true; } }

    public void ProcessRequest(HttpContext context)
    {
        HttpApplicationState application = context.Application;
        string arrived;
        lock (application)
        {
            if (context.Request.QueryString["reseed"] == "1")
                application.Remove("state");
            if (context.Request.QueryString["reset"] == "1" || context.Request.QueryString["reseed"] == "1")
                application.Remove("arrived");
            arrived = (string)application["arrived"];
        }
        context.Response.ContentType = "application/json";
        context.Response.Cache.SetCacheability(HttpCacheability.NoCache);
        context.Response.Write(arrived ?? "null");
    }
}
