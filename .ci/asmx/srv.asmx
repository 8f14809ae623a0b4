<%@ WebService Language="C#" Class="srv" %>

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Web;
using System.Web.Services;
using System.Web.Services.Protocols;
using System.Xml;

// A service with the names, types and documented behaviour of infoRouter's srv.asmx, on the real ASMX stack.
// It exists to measure what that stack does with a request; it is no part of the package.
// Users and tickets live in memory; arrived.ashx shows the arguments of the last call and puts the seed back.

public class Account
{
    public int Id;
    public string Name, Password, FirstName = "", LastName = "", Email = "", Mobile = "",
        Domain = "", Authority = "native",
        LastLogon = "", LastPasswordChange = "2024-01-15";
    public bool Enabled = true, ReadOnly, Admin, NoTickets;
    public Dictionary<string, string> Preferences = new Dictionary<string, string> {
        { "Language", "en" }, { "DefaultPortal", "" }, { "ShowArchives", "FALSE" }, { "ShowHiddens", "FALSE" },
        { "NotificationType", "INSTANT" }, { "NotificationTypeId", "1" }, { "EmailType", "HTML" },
        { "AttachDocumentToEmail", "FALSE" },
    };
}

public class Version
{
    public int Id, Number, AuthorId;
    public string Author, Comment;
    public DateTime Created = DateTime.UtcNow;
    public byte[] Data;

    // CRC-32 as hexadecimal digits, upper case, not padded.
    public static string Crc(byte[] data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte one in data)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }
        return (~crc).ToString("X", CultureInfo.InvariantCulture);
    }
}

public class Document
{
    public int Id;
    public string Folder, Name, Description = "", UpdateInstructions = "", Source = "", Language = "", Author = "";
    public short Importance;
    public Account HeldBy;
    public List<Version> Versions = new List<Version>();

    public Version Latest { get { return Versions[Versions.Count - 1]; } }
}

public class Folder
{
    public int Id;
    public string Parent, Name;

    public string Path { get { return Parent.TrimEnd('/') + "/" + Name; } }
}

// Bytes on their way in or out, by the handler of a session.
public class Staged
{
    public string Ticket;
    public MemoryStream Data = new MemoryStream();
}

public class State
{
    public List<Document> Documents = new List<Document> {
        new Document { Id = 1001, Folder = "/Finance/Reports", Name = "Budget.xlsx", Description = "Budget of 2026",
                       UpdateInstructions = "Monthly", Source = "ERP", Language = "English", Author = "jdoe",
                       Importance = 1 },
        new Document { Id = 1002, Folder = "/Finance/Reports", Name = "Forecast.xlsx", Description = "Forecast",
                       Language = "English" },
        new Document { Id = 1003, Folder = "/Public", Name = "Welcome.html" },
    };
    public List<Folder> Folders = new List<Folder> {
        new Folder { Id = 101, Parent = "/", Name = "Finance" }, new Folder { Id = 102, Parent = "/Finance", Name = "Reports" },
        new Folder { Id = 103, Parent = "/Finance", Name = "Archive" }, new Folder { Id = 104, Parent = "/", Name = "Public" },
    };
    public Dictionary<string, Staged> Uploads = new Dictionary<string, Staged>(), Downloads = new Dictionary<string, Staged>();
    public int LastItem = 1000000;
    public List<Account> Users = new List<Account>();
    public Dictionary<string, int> Tickets = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
    public int LastId;

    public State()
    {
        Add(new Account { Name = "admin", Password = "admin", FirstName = "System", LastName = "Administrator",
                          Email = "admin@example.com", Admin = true });
        Add(new Account { Name = "jdoe", Password = "secret", FirstName = "John", LastName = "Doe",
                          Email = "john.doe@example.com", Mobile = "+15551234567", Domain = "Finance" });
        Add(new Account { Name = "sysadmin", Password = "sysadmin", FirstName = "Sys", LastName = "Admin",
                          Admin = true, NoTickets = true });
        foreach (Document document in Documents)
            AddVersion(document, Encoding.UTF8.GetBytes("Content of document " + document.Id + ".\n"), "", Users[0]);
    }

    public Version AddVersion(Document document, byte[] data, string comment, Account author)
    {
        Version version = new Version {
            Id = ++LastItem, Number = 1000000 * (document.Versions.Count + 1), Data = data, Comment = comment ?? "",
            AuthorId = author.Id, Author = (author.FirstName + " " + author.LastName).Trim(),
        };
        document.Versions.Add(version);
        return version;
    }

    public Account Add(Account user)
    {
        user.Id = ++LastId;
        Users.Add(user);
        return user;
    }

    public Account Find(string name)
    {
        return Users.FirstOrDefault(user => string.Equals(user.Name, name, StringComparison.OrdinalIgnoreCase));
    }
}

public class Refused : Exception
{
    public Refused(string message) : base(message) { }
}

[WebService(Namespace = "http://tempuri.org/", Name = "srv")]
public class srv : WebService
{
    const string Failed = "[900] Authentication failed";
    const string Expired = "[901] Session expired or Invalid ticket";
    const string SystemError = "SystemError:";
    const string NoTicketFor = "[902] Ticket generation are not allowed for this user.";

    delegate void Work(State state, XmlElement answer);

    // One call: everything under one lock, and a refusal becomes success="false".
    XmlNode Answer(string root, Work work)
    {
        XmlElement answer = Element(root);
        lock (Application)
        {
            State state = Application["state"] as State;
            if (state == null)
                Application["state"] = state = new State();
            try
            {
                answer.SetAttribute("success", "true");
                if (root == "response")
                    answer.SetAttribute("error", "");
                work(state, answer);
                return answer;
            }
            catch (Refused refused)
            {
                XmlElement refusal = Element(root);
                refusal.SetAttribute("success", "false");
                refusal.SetAttribute("error", refused.Message);
                return refusal;
            }
        }
    }

    static XmlElement Element(string name)
    {
        XmlDocument document = new XmlDocument();
        XmlElement element = document.CreateElement(name);
        document.AppendChild(element);
        return element;
    }

    static XmlElement Child(XmlElement parent, string name)
    {
        return (XmlElement)parent.AppendChild(parent.OwnerDocument.CreateElement(name));
    }

    void Arrived(string operation, params object[] arguments)
    {
        StringBuilder json = new StringBuilder();
        json.Append("{\"operation\": ").Append(HttpUtility.JavaScriptStringEncode(operation, true));
        json.Append(", \"arguments\": {");
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i > 0)
                json.Append(", ");
            json.Append(HttpUtility.JavaScriptStringEncode((string)arguments[i], true)).Append(": ");
            json.Append(Text(arguments[i + 1]));
        }
        json.Append("}}");
        Application["arrived"] = json.ToString();
    }

    static string Text(object value)
    {
        if (value == null)
            return "null";
        string text;
        if (value is DateTime)
            text = ((DateTime)value).ToString("o", CultureInfo.InvariantCulture);
        else if (value is bool)
            text = (bool)value ? "true" : "false";
        else
            text = Convert.ToString(value, CultureInfo.InvariantCulture);
        return HttpUtility.JavaScriptStringEncode(text, true);
    }

    static string Clean(string text)
    {
        return text ?? "";
    }

    static string Required(string name, string value)
    {
        if (string.IsNullOrEmpty(value))
            throw new Refused("[903]Required parameter.'" + name + "'");
        return value;
    }

    static string Today()
    {
        return DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    static Account Caller(State state, string ticket, string missing = Failed)
    {
        if (string.IsNullOrEmpty(ticket))
            throw new Refused(missing);
        int id;
        if (!state.Tickets.TryGetValue(ticket, out id))
            throw new Refused(Expired);
        Account caller = state.Users.First(user => user.Id == id);
        if (!caller.Enabled)
            throw new Refused(Expired);
        return caller;
    }

    static Account Administrator(State state, string ticket)
    {
        Account caller = Caller(state, ticket);
        if (!caller.Admin)
            throw new Refused("Access denied");
        return caller;
    }

    static Account Existing(State state, string name)
    {
        Account user = state.Find(name);
        if (user == null)
            throw new Refused("User not found");
        return user;
    }

    // The user to change: by an administrator, or by the user.
    static Account Own(State state, string ticket, string name, string refusal = "Access denied",
                       string missing = Failed)
    {
        Account caller = Caller(state, ticket, missing);
        if (caller.Admin)
            return Existing(state, name);
        if (caller != state.Find(name))
            throw new Refused(refusal);
        return caller;
    }

    static string Ticket(State state, Account user)
    {
        string ticket = Guid.NewGuid().ToString();
        state.Tickets[ticket] = user.Id;
        return ticket;
    }

    static Account Checked(State state, string name, string password, string notAllowed)
    {
        Account user = state.Find(name);
        if (user == null || !user.Enabled || string.IsNullOrEmpty(user.Password) || user.Password != password)
            throw new Refused(Failed);
        if (user.NoTickets)
            throw new Refused(notAllowed);
        user.LastLogon = Today();
        return user;
    }

    static void Session(XmlElement answer, Account user, string ticket)
    {
        if (ticket != null)
            answer.SetAttribute("ticket", ticket);
        answer.SetAttribute("userid", user.Id.ToString(CultureInfo.InvariantCulture));
        answer.SetAttribute("username", user.Name);
        answer.SetAttribute("firstName", user.FirstName);
        answer.SetAttribute("lastName", user.LastName);
        answer.SetAttribute("fullname", (user.FirstName + " " + user.LastName).Trim());
        answer.SetAttribute("email", user.Email);
        answer.SetAttribute("expireOn", DateTime.UtcNow.AddDays(30).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'",
                                                                             CultureInfo.InvariantCulture));
        answer.SetAttribute("isAuthenticated", "True");
    }

    static string Flag(bool value)
    {
        return value ? "TRUE" : "FALSE";
    }

    static XmlElement Describe(XmlElement parent, Account user, bool mobile)
    {
        XmlElement element = Child(parent, "User");
        element.SetAttribute("exists", "true");
        element.SetAttribute("UserID", user.Id.ToString(CultureInfo.InvariantCulture));
        element.SetAttribute("FirstName", user.FirstName);
        element.SetAttribute("LastName", user.LastName);
        element.SetAttribute("Email", user.Email);
        if (mobile)
            element.SetAttribute("MobileNumber", user.Mobile);
        element.SetAttribute("Enabled", Flag(user.Enabled));
        element.SetAttribute("UserName", user.Name);
        element.SetAttribute("Domain", user.Domain);
        element.SetAttribute("LastLogonDate", user.LastLogon);
        element.SetAttribute("LastPasswordChangeDate", user.LastPasswordChange);
        element.SetAttribute("AuthenticationAuthority", user.Authority);
        element.SetAttribute("ReadOnlyUser", Flag(user.ReadOnly));
        return element;
    }

    // The reference promises the mobile number from GetUser and not from the lists.
    static void DescribeFully(XmlElement parent, Account user, bool mobile)
    {
        XmlElement preferences = Child(Describe(parent, user, mobile), "Preferences");
        foreach (KeyValuePair<string, string> preference in user.Preferences)
            preferences.SetAttribute(preference.Key, preference.Value);
    }

    static readonly string[] Notifications = { "NONE", "INSTANT", "DAILY REPORT" };

    static void Prefer(Dictionary<string, string> preferences, string name, string value)
    {
        string[] allowed = null;
        if (name == "ShowArchives" || name == "ShowHiddens" || name == "AttachDocumentToEmail")
            allowed = new[] { "TRUE", "FALSE" };
        else if (name == "EmailType")
            allowed = new[] { "HTML", "TEXT" };
        else if (name == "NotificationType")
            allowed = Notifications;
        else if (name == "NotificationTypeId")
            allowed = new[] { "0", "1", "2" };
        if (allowed != null && !allowed.Contains(value.Trim().ToUpperInvariant()))
            throw new Refused("Invalid value for " + name + ": " + value);
        preferences[name] = allowed == null ? value : value.Trim().ToUpperInvariant();
        if (name == "NotificationType")
            preferences["NotificationTypeId"] = Array.IndexOf(Notifications, preferences[name]).ToString();
        else if (name == "NotificationTypeId")
            preferences["NotificationType"] = Notifications[int.Parse(preferences[name])];
    }

    static bool Matches(string value, string filter)
    {
        return string.IsNullOrEmpty(filter) || value.IndexOf(filter, StringComparison.OrdinalIgnoreCase) >= 0;
    }

    static string SortKey(Account user, int sortBy)
    {
        switch (sortBy)
        {
            case 1: return user.Name;
            case 3: return user.LastName + "\0" + user.FirstName;
            case 4: return user.Email;
            case 5: return user.Enabled ? "1" : "0";
            case 6: return user.Authority;
            case 7: return user.Domain;
            case 8: return user.ReadOnly ? "2" : "1";
            default: return user.FirstName + "\0" + user.LastName;
        }
    }

    static List<Account> Sorted(IEnumerable<Account> users, int sortBy)
    {
        return users.OrderBy(user => SortKey(user, sortBy), StringComparer.OrdinalIgnoreCase)
                    .ThenBy(user => user.Id).ToList();
    }

    static void Page(State state, XmlElement answer, int start, int rows, string firstName, string lastName,
                     string userName, string email, string authority, string domain, int status, int type, int sortBy,
                     bool ascending)
    {
        IEnumerable<Account> found = state.Users.Where(user =>
            Matches(user.FirstName, firstName) && Matches(user.LastName, lastName) && Matches(user.Name, userName)
            && Matches(user.Email, email) && Matches(user.Authority, authority) && Matches(user.Domain, domain)
            && (status == -1 || status == (user.Enabled ? 1 : 0))
            && (type == -1 || type == (user.ReadOnly ? 2 : 1)));
        List<Account> all = Sorted(found, sortBy);
        if (!ascending)
            all.Reverse();
        answer.SetAttribute("totalusercount", all.Count.ToString(CultureInfo.InvariantCulture));
        XmlElement users = Child(answer, "users");
        foreach (Account user in all.Skip(Math.Max(start, 0)).Take(Math.Max(rows, 0)))
            DescribeFully(users, user, false);
    }

    [WebMethod]
    public XmlNode AuthenticateUser(string UID, string PWD)
    {
        Arrived("AuthenticateUser", "UID", UID, "PWD", PWD);
        return Answer("root", (state, answer) => {
            Account user = Checked(state, UID, PWD, "[902] Ticket generation not allowed");
            Session(answer, user, Ticket(state, user));
        });
    }

    [WebMethod]
    public XmlNode AuthenticateUser1(string UID, string PWD, string Lang)
    {
        Arrived("AuthenticateUser1", "UID", UID, "PWD", PWD, "Lang", Lang);
        return Answer("root", (state, answer) => {
            Account user = Checked(state, UID, PWD, "[902] Ticket generation not allowed");
            Session(answer, user, Ticket(state, user));
        });
    }

    [WebMethod]
    public XmlNode RenewTicket(string UID, string PWD, string Lang, string OldTicket)
    {
        Arrived("RenewTicket", "UID", UID, "PWD", PWD, "Lang", Lang, "OldTicket", OldTicket);
        return Answer("root", (state, answer) => {
            Guid old;
            if (!string.IsNullOrEmpty(OldTicket) && !Guid.TryParse(OldTicket, out old))
                throw new Refused("invalid ticket format");
            Account user = Checked(state, UID, PWD, NoTicketFor);
            int owner;
            bool live = !string.IsNullOrEmpty(OldTicket) && state.Tickets.TryGetValue(OldTicket, out owner)
                        && owner == user.Id;
            Session(answer, user, live ? OldTicket : Ticket(state, user));
        });
    }

    [WebMethod]
    public XmlNode CreateTicketforUser(string TrustedUserPwd, string UserName)
    {
        Arrived("CreateTicketforUser", "TrustedUserPwd", TrustedUserPwd, "UserName", UserName);
        return Answer("root", (state, answer) => {
            Account user = state.Find(UserName);
            if (TrustedUserPwd != "trusted" || user == null || !user.Enabled)
                throw new Refused(Failed);
            if (user.NoTickets)
                throw new Refused(NoTicketFor);
            answer.SetAttribute("ticket", Ticket(state, user));
        });
    }

    [WebMethod]
    public XmlNode isValidTicket(string AuthenticationTicket)
    {
        Arrived("isValidTicket", "AuthenticationTicket", AuthenticationTicket);
        return Answer("root", (state, answer) => {
            if (string.IsNullOrEmpty(AuthenticationTicket))
                throw new Refused(Expired);
            Session(answer, Caller(state, AuthenticationTicket), null);
        });
    }

    [WebMethod]
    public XmlNode LogOut(string AuthenticationTicket)
    {
        Arrived("LogOut", "AuthenticationTicket", AuthenticationTicket);
        return Answer("root", (state, answer) => {
            if (!state.Tickets.Remove(Clean(AuthenticationTicket)))
                throw new Refused(Expired);
        });
    }

    [WebMethod]
    public XmlNode ServerInfo()
    {
        Arrived("ServerInfo");
        return Answer("root", (state, answer) => {
            DateTime now = DateTime.UtcNow;
            answer.SetAttribute("VersionNumber", "9.2.0");
            answer.SetAttribute("Server_date_time", now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            answer.SetAttribute("Coordinated_Universal_Time",
                                now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            answer.SetAttribute("UTC_Offset", "0");
            answer.SetAttribute("Company", "Example");
            answer.SetAttribute("ServerName", "asmx");
            answer.SetAttribute("LicenseCount", "100");
            answer.SetAttribute("SubscriptionEndDate", "2099-12-31");
            answer.SetAttribute("WindowsAuthenticationIsOn", "false");
            answer.SetAttribute("WorkflowIsOn", "true");
            answer.SetAttribute("AnonymousAccessIsOn", "false");
            answer.SetAttribute("ComplianceModuleIsOn", "false");
        });
    }

    [WebMethod]
    public XmlNode UserExists(string AuthenticationTicket, string UserName)
    {
        Arrived("UserExists", "AuthenticationTicket", AuthenticationTicket, "UserName", UserName);
        return Answer("response", (state, answer) => {
            Caller(state, AuthenticationTicket);
            Existing(state, UserName);
        });
    }

    [WebMethod]
    public XmlNode GetUser(string AuthenticationTicket, string UserName)
    {
        Arrived("GetUser", "AuthenticationTicket", AuthenticationTicket, "UserName", UserName);
        if (UserName == "!throw")
            throw new Exception("boom");
        if (UserName == "!soapfault")
            throw new SoapException(Expired, SoapException.ServerFaultCode);
        return Answer("response", (state, answer) => {
            Account caller = Caller(state, AuthenticationTicket);
            if (UserName == "!expire" && caller.Admin)
            {
                foreach (string ticket in state.Tickets.Keys.ToList())
                    if (!string.Equals(ticket, AuthenticationTicket, StringComparison.OrdinalIgnoreCase))
                        state.Tickets.Remove(ticket);
                return;
            }
            DescribeFully(answer, string.IsNullOrEmpty(UserName) ? caller : Existing(state, UserName), true);
        });
    }

    [WebMethod]
    public XmlNode GetCurrentUser(string authenticationTicket)
    {
        Arrived("GetCurrentUser", "authenticationTicket", authenticationTicket);
        return Answer("root", (state, answer) => {
            Account caller = Caller(state, authenticationTicket, Expired);
            XmlElement user = Describe(answer, caller, true);
            XmlElement preferences = Child(user, "Preferences");
            foreach (KeyValuePair<string, string> preference in caller.Preferences)
                Child(preferences, preference.Key).InnerText = preference.Value;
            Child(user, "TaskRedirection");
        });
    }

    [WebMethod]
    public XmlNode GetAllUsers(string AuthenticationTicket)
    {
        Arrived("GetAllUsers", "AuthenticationTicket", AuthenticationTicket);
        return Answer("response", (state, answer) => {
            Administrator(state, AuthenticationTicket);
            XmlElement users = Child(answer, "users");
            foreach (Account user in Sorted(state.Users, 0))
                DescribeFully(users, user, false);
        });
    }

    [WebMethod]
    public XmlNode GetAllUsers1(string AuthenticationTicket, int StartingRowNumber, int NumbeOfRow,
                                string firstNameFilter, string lastNameFilter, string userNameFilter,
                                string emailFilter, string authenticationSourceFilter, string domainNameFilter,
                                int StatusFilter, int SortBy, bool SortAscending)
    {
        Arrived("GetAllUsers1", "AuthenticationTicket", AuthenticationTicket, "StartingRowNumber", StartingRowNumber,
                "NumbeOfRow", NumbeOfRow, "firstNameFilter", firstNameFilter, "lastNameFilter", lastNameFilter,
                "userNameFilter", userNameFilter, "emailFilter", emailFilter,
                "authenticationSourceFilter", authenticationSourceFilter, "domainNameFilter", domainNameFilter,
                "StatusFilter", StatusFilter, "SortBy", SortBy, "SortAscending", SortAscending);
        return Answer("response", (state, answer) => {
            Administrator(state, AuthenticationTicket);
            Page(state, answer, StartingRowNumber, NumbeOfRow, firstNameFilter, lastNameFilter, userNameFilter,
                 emailFilter, authenticationSourceFilter, domainNameFilter, StatusFilter, -1, SortBy, SortAscending);
        });
    }

    [WebMethod]
    public XmlNode GetAllUsers2(string AuthenticationTicket, int StartingRowNumber, int NumberOfRow,
                                string firstNameFilter, string lastNameFilter, string userNameFilter,
                                string emailFilter, string authenticationSourceFilter, string domainNameFilter,
                                int UserStatusFilter, int UserTypeFilter, int SortBy, bool SortAscending)
    {
        Arrived("GetAllUsers2", "AuthenticationTicket", AuthenticationTicket, "StartingRowNumber", StartingRowNumber,
                "NumberOfRow", NumberOfRow, "firstNameFilter", firstNameFilter, "lastNameFilter", lastNameFilter,
                "userNameFilter", userNameFilter, "emailFilter", emailFilter,
                "authenticationSourceFilter", authenticationSourceFilter, "domainNameFilter", domainNameFilter,
                "UserStatusFilter", UserStatusFilter, "UserTypeFilter", UserTypeFilter, "SortBy", SortBy,
                "SortAscending", SortAscending);
        return Answer("response", (state, answer) => {
            Administrator(state, AuthenticationTicket);
            Page(state, answer, StartingRowNumber, NumberOfRow, firstNameFilter, lastNameFilter, userNameFilter,
                 emailFilter, authenticationSourceFilter, domainNameFilter, UserStatusFilter, UserTypeFilter, SortBy,
                 SortAscending);
        });
    }

    [WebMethod]
    public XmlNode CreateUser(string AuthenticationTicket, string DomainName, string UserName, string FirstName,
                              string LastName, string EmailAddress, string Password, bool ReadOnlyUser,
                              string AuthenticationSource)
    {
        Arrived("CreateUser", "AuthenticationTicket", AuthenticationTicket, "DomainName", DomainName, "UserName",
                UserName, "FirstName", FirstName, "LastName", LastName, "EmailAddress", EmailAddress, "Password",
                Password, "ReadOnlyUser", ReadOnlyUser, "AuthenticationSource", AuthenticationSource);
        return Answer("response", (state, answer) => {
            Administrator(state, AuthenticationTicket);
            Required("UserName", UserName);
            if (state.Find(UserName) != null)
                throw new Refused("Username already exists");
            Account user = state.Add(new Account {
                Name = UserName, Password = Password, FirstName = Clean(FirstName),
                LastName = Clean(LastName), Email = Clean(EmailAddress), Domain = Clean(DomainName),
                Authority = string.IsNullOrEmpty(AuthenticationSource) ? "native" : AuthenticationSource,
                ReadOnly = ReadOnlyUser, LastPasswordChange = Today() });
            answer.SetAttribute("id", user.Id.ToString(CultureInfo.InvariantCulture));
        });
    }

    [WebMethod]
    public XmlNode DeleteUser(string AuthenticationTicket, string UserName)
    {
        Arrived("DeleteUser", "AuthenticationTicket", AuthenticationTicket, "UserName", UserName);
        return Answer("response", (state, answer) => {
            Administrator(state, AuthenticationTicket);
            string name = Clean(UserName);
            bool byId = name.StartsWith("ID:", StringComparison.OrdinalIgnoreCase);
            string number = byId ? name.Substring(3).Trim() : null;
            Account user = number == null
                ? Existing(state, name)
                : state.Users.FirstOrDefault(u => u.Id.ToString(CultureInfo.InvariantCulture) == number);
            if (user == null)
                throw new Refused("User not found");
            state.Users.Remove(user);
            foreach (string ticket in state.Tickets.Where(entry => entry.Value == user.Id).Select(e => e.Key).ToList())
                state.Tickets.Remove(ticket);
        });
    }

    [WebMethod]
    public XmlNode ChangeUserStatus(string AuthenticationTicket, string UserName, int StatusCode)
    {
        Arrived("ChangeUserStatus", "AuthenticationTicket", AuthenticationTicket, "UserName", UserName,
                "StatusCode", StatusCode);
        return Answer("response", (state, answer) => {
            Administrator(state, AuthenticationTicket);
            Account user = Existing(state, UserName);
            if (StatusCode != 0 && StatusCode != 1)
                throw new Refused(SystemError + "StatusCode cannot be " + StatusCode);
            user.Enabled = StatusCode == 1;
        });
    }

    [WebMethod]
    public XmlNode ChangeUserType(string AuthenticationTicket, string UserName, int UserType)
    {
        Arrived("ChangeUserType", "AuthenticationTicket", AuthenticationTicket, "UserName", UserName, "UserType",
                UserType);
        return Answer("response", (state, answer) => {
            Administrator(state, AuthenticationTicket);
            Account user = Existing(state, UserName);
            if (UserType != 1 && UserType != 2)
                throw new Refused(SystemError + "UserType cannot be " + UserType);
            user.ReadOnly = UserType == 2;
        });
    }

    [WebMethod]
    public XmlNode ChangeUserPassword(string AuthenticationTicket, string UserName, string NewPassword)
    {
        Arrived("ChangeUserPassword", "AuthenticationTicket", AuthenticationTicket, "UserName", UserName,
                "NewPassword", NewPassword);
        return Answer("root", (state, answer) => {
            Account user = Own(state, AuthenticationTicket, UserName, "Insufficient rights", Expired);
            if (string.IsNullOrEmpty(NewPassword))
                throw new Refused("Password policy violation message");
            if (user.Password == NewPassword)
                throw new Refused("New password cannot be the same as old password");
            user.Password = NewPassword;
            user.LastPasswordChange = Today();
        });
    }

    [WebMethod]
    public XmlNode UpdateUserContactInfo(string authenticationTicket, string userName, string emailAddress,
                                         string mobileNumber)
    {
        Arrived("UpdateUserContactInfo", "authenticationTicket", authenticationTicket, "userName", userName,
                "emailAddress", emailAddress, "mobileNumber", mobileNumber);
        return Answer("response", (state, answer) => {
            Account user = Own(state, authenticationTicket, userName);
            if (emailAddress != null)
                user.Email = emailAddress;
            if (mobileNumber != null)
                user.Mobile = mobileNumber;
        });
    }

    [WebMethod]
    public XmlNode UpdateUserEmail(string AuthenticationTicket, string UserName, string NewEmailAddress)
    {
        Arrived("UpdateUserEmail", "AuthenticationTicket", AuthenticationTicket, "UserName", UserName,
                "NewEmailAddress", NewEmailAddress);
        return Answer("response", (state, answer) => {
            Own(state, AuthenticationTicket, UserName).Email = Clean(NewEmailAddress);
        });
    }

    [WebMethod]
    public XmlNode UpdateUserProfile(string AuthenticationTicket, string UserName, string NewUserName,
                                     string NewFirstName, string NewLastName, string AuthenticateSource)
    {
        Arrived("UpdateUserProfile", "AuthenticationTicket", AuthenticationTicket, "UserName", UserName,
                "NewUserName", NewUserName, "NewFirstName", NewFirstName, "NewLastName", NewLastName,
                "AuthenticateSource", AuthenticateSource);
        return Answer("response", (state, answer) => {
            Administrator(state, AuthenticationTicket);
            Account user = Existing(state, UserName);
            Account other = state.Find(Required("NewUserName", NewUserName));
            if (other != null && other != user)
                throw new Refused("Username already exists");
            user.Name = NewUserName;
            user.FirstName = Clean(NewFirstName);
            user.LastName = Clean(NewLastName);
            user.Authority = Clean(AuthenticateSource);
        });
    }

    [WebMethod]
    public XmlNode UpdateUserPreferences(string AuthenticationTicket, string UserName, string xmlPreferences)
    {
        Arrived("UpdateUserPreferences", "AuthenticationTicket", AuthenticationTicket, "UserName", UserName,
                "xmlPreferences", xmlPreferences);
        return Answer("response", (state, answer) => {
            Account user = Own(state, AuthenticationTicket, UserName);
            XmlDocument document = new XmlDocument { XmlResolver = null };
            try
            {
                document.LoadXml(Required("xmlPreferences", xmlPreferences));
            }
            catch (XmlException error)
            {
                throw new Refused(SystemError + error.Message);
            }
            Dictionary<string, string> merged = new Dictionary<string, string>(user.Preferences);
            foreach (XmlAttribute attribute in document.DocumentElement.Attributes)
                if (merged.ContainsKey(attribute.Name))
                    Prefer(merged, attribute.Name, attribute.Value);
            user.Preferences = merged;
        });
    }

    static bool SameText(string one, string other)
    {
        return string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
    }

    static Document ExistingDocument(State state, string path)
    {
        path = Clean(path).Replace('\\', '/');
        int dot = path.IndexOf('.'), slash = path.LastIndexOf('/'), id;
        Document found;
        if (path.StartsWith("~D", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(dot < 0 ? path.Substring(2) : path.Substring(2, dot - 2), out id))
            found = state.Documents.FirstOrDefault(document => document.Id == id);
        else
        {
            string folder = "/" + (slash < 0 ? "" : path.Substring(0, slash)).Trim('/');
            string name = path.Substring(slash + 1);
            found = state.Documents.FirstOrDefault(d => SameText(d.Folder, folder) && SameText(d.Name, name));
        }
        if (found == null)
            throw new Refused("Document not found");
        return found;
    }

    // null keeps; what an empty text does the reference does not say: here it clears.
    XmlNode UpdateDocument(string ticket, string path, string name, string description, string instructions,
                           string source, string language, string author, short? importance)
    {
        return Answer("response", (state, answer) => {
            Account caller = Caller(state, ticket);
            Document document = ExistingDocument(state, path);
            if (caller.ReadOnly)
                throw new Refused("Access denied");
            if (name != null && (name.Trim() == "" || name.Contains("/") || name.Contains("\\")))
                throw new Refused(SystemError + name + " is no name of a document");
            if (name != null && state.Documents.Any(other => other != document && SameText(other.Name, name)
                                                             && SameText(other.Folder, document.Folder)))
                throw new Refused(SystemError + "A document of this name exists");
            document.Name = name ?? document.Name;
            document.Description = description ?? document.Description;
            document.UpdateInstructions = instructions ?? document.UpdateInstructions;
            document.Source = source ?? document.Source;
            document.Language = language ?? document.Language;
            document.Author = author ?? document.Author;
            document.Importance = importance ?? document.Importance;
        });
    }

    [WebMethod]
    public XmlNode GetDocument(string AuthenticationTicket, string Path, bool withPropertySets, bool withSecurity,
                               bool withOwner, bool withVersions)
    {
        Arrived("GetDocument", "AuthenticationTicket", AuthenticationTicket, "Path", Path,
                "withPropertySets", withPropertySets, "withSecurity", withSecurity, "withOwner", withOwner,
                "withVersions", withVersions);
        return Answer("response", (state, answer) => {
            Caller(state, AuthenticationTicket);
            Document document = ExistingDocument(state, Path);
            XmlElement element = Child(answer, "document");
            element.SetAttribute("DocumentID", document.Id.ToString(CultureInfo.InvariantCulture));
            element.SetAttribute("Name", document.Name);
            element.SetAttribute("Path", document.Folder.Replace('/', '\\'));
            element.SetAttribute("Description", document.Description);
            element.SetAttribute("UpdateInstructions", document.UpdateInstructions);
            element.SetAttribute("Importance", document.Importance.ToString(CultureInfo.InvariantCulture));
            element.SetAttribute("Author", document.Author);
            element.SetAttribute("Language", document.Language);
            element.SetAttribute("Source", document.Source);
            element.SetAttribute("Size", Number(document.Latest.Data.Length));
            element.SetAttribute("VersionNumber", Number(document.Latest.Number));
            element.SetAttribute("PublishedVersionNumber", Number(document.Latest.Number));
            element.SetAttribute("VersionCount", Number(document.Versions.Count));
            element.SetAttribute("CheckoutBy", document.HeldBy == null ? "" : (document.HeldBy.FirstName + " " + document.HeldBy.LastName).Trim());
            element.SetAttribute("CheckoutByUserName", document.HeldBy == null ? "" : document.HeldBy.Name);
        });
    }

    [WebMethod]
    public XmlNode DocumentExists(string AuthenticationTicket, string Path)
    {
        Arrived("DocumentExists", "AuthenticationTicket", AuthenticationTicket, "Path", Path);
        return Answer("response", (state, answer) => {
            Caller(state, AuthenticationTicket);
            Version version = ExistingDocument(state, Path).Latest;
            answer.SetAttribute("CRC32LASTVERSION", Version.Crc(version.Data));
            answer.SetAttribute("CRC32", Version.Crc(version.Data));
        });
    }

    [WebMethod]
    public XmlNode UpdateDocumentProperties(string AuthenticationTicket, string Path, string NewDocumentName,
                                            string NewDescription, string NewUpdateInstructions)
    {
        Arrived("UpdateDocumentProperties", "AuthenticationTicket", AuthenticationTicket, "Path", Path,
                "NewDocumentName", NewDocumentName, "NewDescription", NewDescription,
                "NewUpdateInstructions", NewUpdateInstructions);
        return UpdateDocument(AuthenticationTicket, Path, NewDocumentName, NewDescription, NewUpdateInstructions,
                              null, null, null, null);
    }

    [WebMethod]
    public XmlNode UpdateDocumentProperties1(string AuthenticationTicket, string Path, string NewDocumentName,
                                             string NewDescription, string NewUpdateInstructions,
                                             string NewDocumentSource, string NewDocumentLanguage,
                                             string NewDocumentAuthor)
    {
        Arrived("UpdateDocumentProperties1", "AuthenticationTicket", AuthenticationTicket, "Path", Path,
                "NewDocumentName", NewDocumentName, "NewDescription", NewDescription,
                "NewUpdateInstructions", NewUpdateInstructions, "NewDocumentSource", NewDocumentSource,
                "NewDocumentLanguage", NewDocumentLanguage, "NewDocumentAuthor", NewDocumentAuthor);
        return UpdateDocument(AuthenticationTicket, Path, NewDocumentName, NewDescription, NewUpdateInstructions,
                              NewDocumentSource, NewDocumentLanguage, NewDocumentAuthor, null);
    }

    [WebMethod]
    public XmlNode UpdateDocumentProperties2(string authenticationTicket, string path, string newDocumentName,
                                             string newDescription, string newUpdateInstructions,
                                             string newDocumentSource, string newDocumentLanguage,
                                             string newDocumentAuthor, short? importance)
    {
        Arrived("UpdateDocumentProperties2", "authenticationTicket", authenticationTicket, "path", path,
                "newDocumentName", newDocumentName, "newDescription", newDescription,
                "newUpdateInstructions", newUpdateInstructions, "newDocumentSource", newDocumentSource,
                "newDocumentLanguage", newDocumentLanguage, "newDocumentAuthor", newDocumentAuthor,
                "importance", importance);
        return UpdateDocument(authenticationTicket, path, newDocumentName, newDescription, newUpdateInstructions,
                              newDocumentSource, newDocumentLanguage, newDocumentAuthor, importance);
    }

    [WebMethod]
    public XmlNode SetDocumentImportance(string AuthenticationTicket, string Path, short Importance)
    {
        Arrived("SetDocumentImportance", "AuthenticationTicket", AuthenticationTicket, "Path", Path,
                "Importance", Importance);
        return Answer("response", (state, answer) => {
            Account caller = Caller(state, AuthenticationTicket);
            Document document = ExistingDocument(state, Path);
            if (caller.ReadOnly)
                throw new Refused("Access denied");
            if (Importance < -1 || Importance > 3)
                throw new Refused("the importance argument can be -1=NoMarkings; 0=Low; 1=Normal; 2=High; 3=Vital");
            document.Importance = Importance;
        });
    }

    [WebMethod]
    public XmlNode SearchRecycledItems(string authenticationTicket, string objectName, DateTime? dateDeletedMinDate,
                                       DateTime? dateDeletedMaxDate, long? minSize, long? maxSize,
                                       string deletedByUsername)
    {
        Arrived("SearchRecycledItems", "authenticationTicket", authenticationTicket, "objectName", objectName,
                "dateDeletedMinDate", dateDeletedMinDate, "dateDeletedMaxDate", dateDeletedMaxDate,
                "minSize", minSize, "maxSize", maxSize, "deletedByUsername", deletedByUsername);
        return Answer("response", (state, answer) => { });
    }

    static string Number(long value)
    {
        return value.ToString(CultureInfo.InvariantCulture);
    }

    static Folder ExistingFolder(State state, string path)
    {
        path = "/" + Clean(path).Replace('\\', '/').Trim('/');
        Folder found = state.Folders.FirstOrDefault(folder => SameText(folder.Path, path));
        if (found == null)
            throw new Refused("Folder not found");
        return found;
    }

    static Version Numbered(Document document, int number)
    {
        Version found = document.Versions.FirstOrDefault(version => version.Number == number);
        if (found == null)
            throw new Refused("Version not found");
        return found;
    }

    // A document that is there gets a version, which checks it in; a new one is made in a folder that is there.
    static void Store(State state, XmlElement answer, Account caller, string path, byte[] data, string comment, bool onlyNew)
    {
        if (caller.ReadOnly)
            throw new Refused("Access denied");
        path = Clean(path).Replace('\\', '/');
        int slash = path.LastIndexOf('/');
        Folder folder = ExistingFolder(state, slash < 0 ? "" : path.Substring(0, slash));
        string name = path.Substring(slash + 1);
        Document document = state.Documents.FirstOrDefault(d => SameText(d.Folder, folder.Path) && SameText(d.Name, name));
        if (document != null && onlyNew)
            throw new Refused("A document with the same name already exists");
        if (document != null && document.HeldBy != null && document.HeldBy != caller)
            throw new Refused("Document is checked out by " + document.HeldBy.Name);
        if (document == null)
            state.Documents.Add(document = new Document { Id = ++state.LastItem, Folder = folder.Path, Name = name });
        Version version = state.AddVersion(document, data ?? new byte[0], comment, caller);
        document.HeldBy = null;
        answer.SetAttribute("DocumentId", Number(document.Id));
        answer.SetAttribute("VersionId", Number(version.Id));
    }

    static Staged Handled(State state, Dictionary<string, Staged> handlers, string handler, string ticket)
    {
        Staged found;
        Caller(state, ticket);
        if (!handlers.TryGetValue(Clean(handler), out found) || found.Ticket != ticket)
            throw new Refused("Handler not found");
        return found;
    }

    static string Handle(Dictionary<string, Staged> handlers, Staged staged)
    {
        string handler = Guid.NewGuid().ToString();
        handlers[handler] = staged;
        return handler;
    }

    static int ChunkSize(int preferred)
    {
        return preferred == 0 ? 1048576 : Math.Min(Math.Max(preferred, 262144), 33554432);
    }

    static byte[] Taken(State state, string handler, string ticket)
    {
        byte[] data = Handled(state, state.Uploads, handler, ticket).Data.ToArray();
        state.Uploads.Remove(handler);
        return data;
    }

    static void Inform(XmlElement answer, Document document, Version version, int number)
    {
        answer.SetAttribute("Size", Number(version.Data.Length));
        answer.SetAttribute("ContentType", "application/octet-stream");
        answer.SetAttribute("ModificationDate", version.Created.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        answer.SetAttribute("VersionNumber", Number(number));
        answer.SetAttribute("AlterDocumentName", document.Name);
        answer.SetAttribute("RenderedContent", "false");
        answer.SetAttribute("CRC32", Version.Crc(version.Data));
    }

    // A failure is no bytes.
    byte[] Bytes(string ticket, string path, int? number)
    {
        byte[] found = new byte[0];
        Answer("response", (state, answer) => {
            Caller(state, ticket);
            Document document = ExistingDocument(state, path);
            found = (number == null ? document.Latest : Numbered(document, number.Value)).Data;
        });
        return found;
    }

    static string Shown(byte[] data)
    {
        return data == null ? null : Number(data.Length) + " bytes";
    }

    [WebMethod]
    public XmlNode FolderExists(string AuthenticationTicket, string Path)
    {
        Arrived("FolderExists", "AuthenticationTicket", AuthenticationTicket, "Path", Path);
        return Answer("response", (state, answer) => { Caller(state, AuthenticationTicket); ExistingFolder(state, Path); });
    }

    [WebMethod]
    public XmlNode GetFoldersAndDocuments1(string AuthenticationTicket, string Path)
    {
        Arrived("GetFoldersAndDocuments1", "AuthenticationTicket", AuthenticationTicket, "Path", Path);
        return Answer("response", (state, answer) => {
            Caller(state, AuthenticationTicket);
            Folder folder = ExistingFolder(state, Path);
            Folder parent = state.Folders.FirstOrDefault(each => each.Path == folder.Parent);
            answer.SetAttribute("folderid", Number(folder.Id));
            answer.SetAttribute("parentid", Number(parent == null ? 0 : parent.Id));
            answer.SetAttribute("name", folder.Name);
            answer.SetAttribute("path", folder.Path.Replace('/', '\\'));
            answer.SetAttribute("folderfilter", "");
            answer.SetAttribute("documentfilter", "");
            foreach (Folder each in state.Folders.Where(f => f.Parent == folder.Path).OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase))
            {
                XmlElement element = Child(answer, "f");
                element.SetAttribute("id", Number(each.Id));
                element.SetAttribute("n", each.Name);
            }
            foreach (Document each in state.Documents.Where(d => d.Folder == folder.Path).OrderBy(d => d.Name, StringComparer.OrdinalIgnoreCase))
            {
                XmlElement element = Child(answer, "d");
                string created = each.Versions[0].Created.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                element.SetAttribute("id", Number(each.Id));
                element.SetAttribute("n", each.Name);
                element.SetAttribute("mdate", each.Latest.Created.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                element.SetAttribute("cdate", created);
                element.SetAttribute("size", Number(each.Latest.Data.Length));
                element.SetAttribute("dformat", each.Name.Substring(each.Name.LastIndexOf('.') + 1).ToUpperInvariant());
                element.SetAttribute("chkoutbyusername", each.HeldBy == null ? "" : each.HeldBy.Name);
                element.SetAttribute("chkoutbyfullname", each.HeldBy == null ? "" : each.HeldBy.FirstName);
                element.SetAttribute("version", Number(each.Latest.Number));
                element.SetAttribute("publishedversion", Number(each.Latest.Number));
                element.SetAttribute("regdate", created);
                element.SetAttribute("dtype", "0");
            }
            answer.SetAttribute("itemcount", Number(answer.ChildNodes.Count));
        });
    }

    [WebMethod]
    public XmlNode UploadDocument(string AuthenticationTicket, string Path, byte[] FileContent)
    {
        Arrived("UploadDocument", "AuthenticationTicket", AuthenticationTicket, "Path", Path, "FileContent", Shown(FileContent));
        return Answer("root", (state, answer) =>
            Store(state, answer, Caller(state, AuthenticationTicket), Path, FileContent, null, false));
    }

    [WebMethod]
    public XmlNode UploadDocument1(string AuthenticationTicket, string Path, byte[] FileContent, string VersionComment)
    {
        Arrived("UploadDocument1", "AuthenticationTicket", AuthenticationTicket, "Path", Path, "FileContent", Shown(FileContent),
                "VersionComment", VersionComment);
        return Answer("root", (state, answer) =>
            Store(state, answer, Caller(state, AuthenticationTicket), Path, FileContent, VersionComment, false));
    }

    [WebMethod]
    public XmlNode CreateUploadHandler(string AuthenticationTicket, int PreferedChunkSize)
    {
        Arrived("CreateUploadHandler", "AuthenticationTicket", AuthenticationTicket, "PreferedChunkSize", PreferedChunkSize);
        return Answer("response", (state, answer) => {
            Caller(state, AuthenticationTicket);
            answer.SetAttribute("UploadHandler", Handle(state.Uploads, new Staged { Ticket = AuthenticationTicket }));
            answer.SetAttribute("ChunkSize", Number(ChunkSize(PreferedChunkSize)));
        });
    }

    [WebMethod]
    public XmlNode UploadFileChunk(string AuthenticationTicket, string UploadHandler, byte[] FileChunk, string ChunkHEXCRC,
                                   bool LastChunk)
    {
        Arrived("UploadFileChunk", "AuthenticationTicket", AuthenticationTicket, "UploadHandler", UploadHandler,
                "FileChunk", Shown(FileChunk), "ChunkHEXCRC", ChunkHEXCRC, "LastChunk", LastChunk);
        return Answer("root", (state, answer) => {
            Staged staged = Handled(state, state.Uploads, UploadHandler, AuthenticationTicket);
            byte[] chunk = FileChunk ?? new byte[0];
            bool wrong = !SameText(Clean(ChunkHEXCRC).TrimStart('0'), Version.Crc(chunk).TrimStart('0'));
            answer.SetAttribute("tryagain", wrong ? "true" : "false");
            if (wrong)
                return;
            staged.Data.Write(chunk, 0, chunk.Length);
            if (LastChunk)
                answer.SetAttribute("filehexcrc", Version.Crc(staged.Data.ToArray()));
        });
    }

    [WebMethod]
    public XmlNode UploadNewDocumentWidthHandler(string authenticationTicket, string folderPath, string documentName,
                                                 string uploadHandler, string xmlParameters)
    {
        Arrived("UploadNewDocumentWidthHandler", "authenticationTicket", authenticationTicket, "folderPath", folderPath,
                "documentName", documentName, "uploadHandler", uploadHandler, "xmlParameters", xmlParameters);
        return Answer("root", (state, answer) => {
            byte[] data = Taken(state, uploadHandler, authenticationTicket);
            Store(state, answer, Caller(state, authenticationTicket), Clean(folderPath) + "/" + documentName, data, null, true);
        });
    }

    [WebMethod]
    public XmlNode UploadDocumentWithHandler1(string AuthenticationTicket, string Path, string UploadHandler,
                                              string VersionComments)
    {
        Arrived("UploadDocumentWithHandler1", "AuthenticationTicket", AuthenticationTicket, "Path", Path,
                "UploadHandler", UploadHandler, "VersionComments", VersionComments);
        return Answer("root", (state, answer) => {
            byte[] data = Taken(state, UploadHandler, AuthenticationTicket);
            Store(state, answer, Caller(state, AuthenticationTicket), Path, data, VersionComments, false);
        });
    }

    [WebMethod]
    public XmlNode DeleteUploadHandler(string AuthenticationTicket, string UploadHandler)
    {
        Arrived("DeleteUploadHandler", "AuthenticationTicket", AuthenticationTicket, "UploadHandler", UploadHandler);
        return Answer("response", (state, answer) => {
            Caller(state, AuthenticationTicket);
            state.Uploads.Remove(Clean(UploadHandler));
        });
    }

    [WebMethod]
    public XmlNode Lock(string AuthenticationTicket, string Path)
    {
        Arrived("Lock", "AuthenticationTicket", AuthenticationTicket, "Path", Path);
        return Answer("response", (state, answer) => {
            Account caller = Caller(state, AuthenticationTicket);
            Document document = ExistingDocument(state, Path);
            if (document.HeldBy != null)
                throw new Refused("Document is checked out by " + document.HeldBy.Name);
            document.HeldBy = caller;
        });
    }

    [WebMethod]
    public XmlNode UnLock(string AuthenticationTicket, string Path, bool force)
    {
        Arrived("UnLock", "AuthenticationTicket", AuthenticationTicket, "Path", Path, "force", force);
        return Answer("response", (state, answer) => {
            Account caller = Caller(state, AuthenticationTicket);
            Document document = ExistingDocument(state, Path);
            if (document.HeldBy == null || (document.HeldBy != caller && !(force && caller.Admin)))
                throw new Refused("Not locked by you");
            document.HeldBy = null;
        });
    }

    [WebMethod]
    public XmlNode GetDownloadInfo(string AuthenticationTicket, string Path)
    {
        Arrived("GetDownloadInfo", "AuthenticationTicket", AuthenticationTicket, "Path", Path);
        return Answer("response", (state, answer) => {
            Caller(state, AuthenticationTicket);
            Document document = ExistingDocument(state, Path);
            Inform(answer, document, document.Latest, 0);
        });
    }

    [WebMethod]
    public XmlNode GetDownloadInfoByVersion(string AuthenticationTicket, string Path, int VersionNumber)
    {
        Arrived("GetDownloadInfoByVersion", "AuthenticationTicket", AuthenticationTicket, "Path", Path,
                "VersionNumber", VersionNumber);
        return Answer("response", (state, answer) => {
            Caller(state, AuthenticationTicket);
            Document document = ExistingDocument(state, Path);
            Inform(answer, document, Numbered(document, VersionNumber), VersionNumber);
        });
    }

    [WebMethod]
    public byte[] DownloadDocument(string AuthenticationTicket, string Path)
    {
        Arrived("DownloadDocument", "AuthenticationTicket", AuthenticationTicket, "Path", Path);
        return Bytes(AuthenticationTicket, Path, null);
    }

    [WebMethod]
    public byte[] DownloadDocumentVersion(string AuthenticationTicket, string Path, int VersionNumber)
    {
        Arrived("DownloadDocumentVersion", "AuthenticationTicket", AuthenticationTicket, "Path", Path,
                "VersionNumber", VersionNumber);
        return Bytes(AuthenticationTicket, Path, VersionNumber);
    }

    XmlNode Open(string ticket, string path, int? number, int preferred)
    {
        return Answer("response", (state, answer) => {
            Caller(state, ticket);
            Document document = ExistingDocument(state, path);
            Version version = number == null ? document.Latest : Numbered(document, number.Value);
            Inform(answer, document, version, number ?? 0);
            Staged staged = new Staged { Ticket = ticket, Data = new MemoryStream(version.Data) };
            answer.SetAttribute("ChunkSize", Number(ChunkSize(preferred)));
            answer.SetAttribute("downloadhandler", Handle(state.Downloads, staged));
        });
    }

    [WebMethod]
    public XmlNode GetDownloadHandler(string AuthenticationTicket, string Path, int PreferedChunkSize)
    {
        Arrived("GetDownloadHandler", "AuthenticationTicket", AuthenticationTicket, "Path", Path,
                "PreferedChunkSize", PreferedChunkSize);
        return Open(AuthenticationTicket, Path, null, PreferedChunkSize);
    }

    [WebMethod]
    public XmlNode GetDownloadHandlerByVersion(string AuthenticationTicket, string Path, int PreferedChunkSize,
                                               int VersionNumber)
    {
        Arrived("GetDownloadHandlerByVersion", "AuthenticationTicket", AuthenticationTicket, "Path", Path,
                "PreferedChunkSize", PreferedChunkSize, "VersionNumber", VersionNumber);
        return Open(AuthenticationTicket, Path, VersionNumber, PreferedChunkSize);
    }

    [WebMethod]
    public XmlNode DownloadFileChunk(string authenticationTicket, string DownloadHandler, int StartOffset, int ChunkSize)
    {
        Arrived("DownloadFileChunk", "authenticationTicket", authenticationTicket, "DownloadHandler", DownloadHandler,
                "StartOffset", StartOffset, "ChunkSize", ChunkSize);
        return Answer("response", (state, answer) => {
            Staged staged = Handled(state, state.Downloads, DownloadHandler, authenticationTicket);
            if (StartOffset < 0 || StartOffset > staged.Data.Length)
                throw new Refused("Invalid offset");
            byte[] chunk = new byte[Math.Min(Math.Max(ChunkSize, 0), staged.Data.Length - StartOffset)];
            staged.Data.Position = StartOffset;
            staged.Data.Read(chunk, 0, chunk.Length);
            answer.SetAttribute("filelength", Number(staged.Data.Length));
            answer.SetAttribute("chunklength", Number(chunk.Length));
            answer.SetAttribute("lastchunk", StartOffset + chunk.Length == staged.Data.Length ? "true" : "false");
            answer.SetAttribute("chunkCRC32", Version.Crc(chunk));
            answer.AppendChild(answer.OwnerDocument.CreateTextNode(Convert.ToBase64String(chunk)));
        });
    }

    [WebMethod]
    public XmlNode DeleteDownloadHandler(string authenticationTicket, string DownloadHandler)
    {
        Arrived("DeleteDownloadHandler", "authenticationTicket", authenticationTicket, "DownloadHandler", DownloadHandler);
        return Answer("response", (state, answer) => {
            Caller(state, authenticationTicket);
            state.Downloads.Remove(Clean(DownloadHandler));
        });
    }

    [WebMethod]
    public void MaintenanceBeat()
    {
        Arrived("MaintenanceBeat");
    }
}
