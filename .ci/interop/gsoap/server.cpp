// A server on gSOAP with the operations of orders.wsdl and rpc.wsdl, whatever the path of the request.
// A second process does with WS-Security and WS-Addressing; the first tells its port at /around. There WhoAmI asks for more:
// at /secured for a user name and a password, at /signed for a body signed with X.509, at /addressed for the headers of
// WS-Addressing, to which it relates its answer.
// GET /NAME?wsdl gives a WSDL, GET /arrived what the last called function received, GET /arrived?reset=1 forgets it.
#include <fstream>
#include <sstream>
#include <string>
#include "OrdersSoap.nsmap"
#include "soapH.h"
#include "wsaapi.h"
#include "wsseapi.h"

static std::string folder, around, received, arrived = "null";
static const size_t INLINE = 1024; // longer answers of Fetch are attachments
static size_t (*receive)(struct soap *, char *, size_t);

static size_t keep(struct soap *soap, char *buffer, size_t length)
{
    size_t count = receive(soap, buffer, length);
    if (around.empty() && received.empty() && std::string(buffer, count).rfind("POST /signed ", 0) == 0)
        soap_wsse_verify_auto(soap, SOAP_SMD_NONE, NULL, 0);
    received.append(buffer, count);
    return count;
}

static std::string quoted(const std::string &text)
{
    std::ostringstream json;
    json << '"';
    for (unsigned char byte : text) {
        if (byte == '"' || byte == '\\')
            json << '\\' << byte;
        else if (byte < 0x20) {
            char escape[8];
            snprintf(escape, sizeof escape, "\\u%04x", byte);
            json << escape;
        } else
            json << byte;
    }
    json << '"';
    return json.str();
}

static std::string base64(struct soap *soap, const unsigned char *bytes, int size)
{
    const char *text = soap_s2base64(soap, bytes, NULL, size);
    return text ? text : "";
}

// The members of a JSON object; what is null in C++ is null here.
struct Members {
    std::ostringstream json;

    Members &raw(const char *name, const std::string &value)
    {
        json << (json.tellp() > 0 ? ", " : "") << '"' << name << "\": " << value;
        return *this;
    }
    Members &text(const char *name, const std::string &value) { return raw(name, quoted(value)); }
    Members &text(const char *name, const std::string *value) { return raw(name, value ? quoted(*value) : "null"); }
    Members &number(const char *name, long value) { return raw(name, std::to_string(value)); }
    Members &number(const char *name, const int *value) { return raw(name, value ? std::to_string(*value) : "null"); }
    Members &truth(const char *name, bool value) { return raw(name, value ? "true" : "false"); }
    std::string object() const { return "{" + json.str() + "}"; }
};

template <class Items, class Shown> static std::string list(const Items &items, Shown shown)
{
    std::string json;
    for (const auto &item : items)
        json += (json.empty() ? "" : ", ") + shown(item);
    return "[" + json + "]";
}

static std::string shown(const xsd__anyType *value)
{
    Members members;
    if (value == NULL)
        return "null";
    if (auto person = dynamic_cast<const o__Person *>(value))
        members.text("class", "Person").text("name", person->name).text("birthday", person->birthday);
    else if (auto company = dynamic_cast<const o__Company *>(value))
        members.text("class", "Company").text("name", company->name).text("vat", company->vat);
    else if (auto party = dynamic_cast<const o__Party *>(value))
        members.text("name", party->name);
    else if (auto number = dynamic_cast<const xsd__int_ *>(value))
        members.text("class", "int").number("value", number->__item);
    else if (auto text = dynamic_cast<const xsd__string_ *>(value))
        members.text("class", "string").text("value", text->__item);
    else if (auto decimal = dynamic_cast<const xsd__decimal__ *>(value))
        members.text("class", "decimal").text("value", decimal->__item);
    else if (auto truth = dynamic_cast<const xsd__boolean_ *>(value))
        members.text("class", "boolean").truth("value", truth->__item);
    else if (auto time = dynamic_cast<const xsd__dateTime_ *>(value))
        members.text("class", "dateTime").text("value", time->__item);
    else
        members.text("xml", value->__item ? value->__item : "");
    return members.object();
}

static std::string shown(struct soap *soap, const o__Order *order)
{
    static const char *const STATUS[] = {"new", "paid", "on hold"};
    Members members;
    members.raw("customer", shown(order->customer)).text("placed", order->placed).text("due", order->due);
    members.truth("express", order->express).text("status", STATUS[order->status]).text("total", order->total);
    if (order->weight) {
        std::ostringstream weight;
        weight.precision(17);
        weight << *order->weight;
        members.raw("weight", weight.str());
    } else
        members.raw("weight", "null");
    members.text("comment", order->comment);
    members.raw("line", list(order->line, [](const o__Line *line) {
        Members one;
        one.text("sku", line->sku).number("quantity", line->quantity).text("price", line->price).text("note", line->note);
        return one.number("position", line->position).text("currency", line->currency).object();
    }));
    members.raw("tag", list(order->tag, quoted));
    if (order->scan)
        members.raw("scan", "{\"bytes\": " + quoted(base64(soap, order->scan->__ptr, order->scan->__size)) + "}");
    else
        members.raw("scan", "null");
    return members.number("id", order->id).text("source", order->source).object();
}

static void note(struct soap *soap, const char *operation, const std::string &read = "{}")
{
    Members headers, told;
    if (soap->header && soap->header->o__Session) {
        Members session;
        session.text("user", soap->header->o__Session->user).text("token", soap->header->o__Session->token);
        headers.raw("Session", session.object());
    }
    if (soap->header && soap->header->wsa5__MessageID)
        headers.text("MessageID", soap->header->wsa5__MessageID);
    size_t body = received.find("\r\n\r\n");
    body = body == std::string::npos ? received.size() : body + 4;
    std::string head = received.substr(0, body), names = head;
    for (char &letter : names)
        letter = tolower(letter);
    for (const char *field : {"content-type", "soapaction"}) {
        size_t begin = names.find("\r\n" + std::string(field) + ":");
        const char *name = field[0] == 'c' ? "media" : "action";
        if (begin == std::string::npos) {
            told.raw(name, "null");
            continue;
        }
        begin = names.find_first_not_of(' ', names.find(':', begin) + 1);
        told.text(name, head.substr(begin, names.find("\r\n", begin) - begin));
    }
    told.text("operation", operation).raw("read", read).raw("headers", headers.object());
    told.text("request", base64(soap, (const unsigned char *)received.data() + body, received.size() - body));
    arrived = told.object();
}

static void fill(struct soap *soap, o__OrderList *list, int count)
{
    for (int number = 1; number <= count; number++) {
        o__Order *order = soap_new_o__Order(soap);
        order->id = number;
        order->customer = soap_new_o__Party(soap);
        order->customer->name = "Customer " + std::to_string(number);
        order->placed = "2026-11-30T08:15:00Z";
        order->express = number % 2 == 0;
        order->status = o__Status__on_x0020hold;
        order->total = "10.50";
        o__Line *line = soap_new_o__Line(soap);
        line->position = 1;
        line->sku = "A" + std::to_string(number);
        line->quantity = number;
        line->price = "10.50";
        order->line.push_back(line);
        list->order.push_back(order);
    }
}

static int refuse(struct soap *soap, int code, const std::string &reason)
{
    soap_sender_fault(soap, soap_strdup(soap, reason.c_str()), NULL);
    SOAP_ENV__Detail *detail = soap_new_SOAP_ENV__Detail(soap);
    soap_default_SOAP_ENV__Detail(soap, detail);
    o__Refusal *refusal = detail->o__Refused = soap_new_o__Refusal(soap);
    refusal->code = code;
    refusal->reason = reason;
    refusal->field = {"total", "due"};
    (soap->version == 2 ? soap->fault->SOAP_ENV__Detail : soap->fault->detail) = detail;
    return SOAP_FAULT;
}

int __o__Echo(struct soap *soap, _o__Echo *in, _o__EchoResponse &out)
{
    note(soap, "Echo", "{\"order\": " + shown(soap, in->order) + "}");
    out.order = in->order;
    return SOAP_OK;
}

int __o__List(struct soap *soap, _o__List *in, o__OrderList &out)
{
    note(soap, "List", Members().number("count", in->count).object());
    fill(soap, &out, in->count);
    return SOAP_OK;
}

int __o__Empty(struct soap *soap, _o__Empty *, _o__EmptyResponse &)
{
    note(soap, "Empty");
    return SOAP_OK;
}

int __o__Notify(struct soap *soap, _o__Notify *in)
{
    note(soap, "Notify", Members().text("text", in->text).object());
    return soap_send_empty_response(soap, 202);
}

int __o__Fail(struct soap *soap, _o__Fail *in, _o__FailResponse &)
{
    note(soap, "Fail", Members().number("code", in->code).text("reason", in->reason).object());
    return refuse(soap, in->code, in->reason);
}

int __o__EchoAny(struct soap *soap, _o__EchoAny *in, _o__EchoAnyResponse &out)
{
    note(soap, "EchoAny", Members().raw("value", shown(in->value)).object());
    out.value = in->value;
    return SOAP_OK;
}

int __o__EchoXml(struct soap *soap, _o__EchoXml *in, _o__EchoXmlResponse &out)
{
    note(soap, "EchoXml", Members().text("title", in->title).text("any", in->__any ? in->__any : "").object());
    out.title = in->title;
    out.__any = in->__any;
    return SOAP_OK;
}

static bool at(struct soap *soap, const char *path)
{
    return strcmp(soap->path, path) == 0;
}

// Whose certificate it is does not matter here: whether the signature is made with it does.
static int any_certificate(int, X509_STORE_CTX *)
{
    return 1;
}

int __o__WhoAmI(struct soap *soap, _o__WhoAmI *, _o__WhoAmIResponse &out)
{
    const char *user = at(soap, "/secured") ? soap_wsse_get_Username(soap) : NULL; // without one it changes the header
    if (at(soap, "/secured") && (user == NULL || soap_wsse_verify_Timestamp(soap) || soap_wsse_verify_Password(soap, "open sesame")))
        return soap->error ? soap->error : soap_wsse_sender_fault(soap, "WhoAmI", "no user name");
    // The tree that gSOAP keeps has the namespace of SOAP 1.2 for both versions.
    const char *envelope = "http://www.w3.org/2003/05/soap-envelope";
    if (at(soap, "/signed") && (soap_wsse_verify_Timestamp(soap) || soap_wsse_verify_element(soap, envelope, "Body") != 1))
        return soap->error ? soap->error : soap_wsse_sender_fault(soap, "WhoAmI", "the body is not signed");
    if (at(soap, "/addressed") && soap_wsa_check(soap))
        return soap->error;
    note(soap, "WhoAmI");
    if (user)
        out.user = user;
    else if (soap->header && soap->header->o__Session)
        out.user = soap->header->o__Session->user;
    if (at(soap, "/addressed"))
        return soap_wsa_reply(soap, NULL, "urn:example:orders/OrdersPort/WhoAmIResponse");
    soap->header = soap_new_SOAP_ENV__Header(soap);
    soap_default_SOAP_ENV__Header(soap, soap->header);
    soap->header->o__Trace = soap_new__o__Trace(soap);
    soap->header->o__Trace->id = "trace-7";
    return SOAP_OK;
}

int __o__Store(struct soap *soap, _o__Store *in, _o__StoreResponse &out)
{
    // An attachment has an id, and bytes within the envelope have none.
    Members read;
    read.text("name", in->name).number("size", in->data.__size).truth("attached", in->data.id != NULL);
    note(soap, "Store", read.object());
    unsigned sum = 1, other = 0; // Adler-32
    for (int i = 0; i < in->data.__size; i++) {
        sum = (sum + in->data.__ptr[i]) % 65521;
        other = (other + sum) % 65521;
    }
    out.size = in->data.__size;
    out.checksum = std::to_string(other << 16 | sum);
    return SOAP_OK;
}

int __o__Fetch(struct soap *soap, _o__Fetch *in, _o__FetchResponse &out)
{
    note(soap, "Fetch", Members().number("size", in->size).object());
    out.data.__size = in->size;
    out.data.__ptr = (unsigned char *)soap_malloc(soap, in->size + 1);
    for (int i = 0; i < in->size; i++)
        out.data.__ptr[i] = i & 255;
    if ((size_t)in->size > INLINE) {
        soap_set_omode(soap, SOAP_ENC_MTOM);
        out.data.id = soap_strdup(soap, "cid:data@example.com");
        out.data.type = soap_strdup(soap, "application/octet-stream");
    }
    return SOAP_OK;
}

int __o__Update(struct soap *soap, _o__Update *in, _o__UpdateResponse &)
{
    Members read;
    read.text("email", in->email).text("mobile", in->mobile).text("title", in->title);
    note(soap, "Update", read.number("age", in->age).number("points", in->points).object());
    return SOAP_OK;
}

int r__Echo(struct soap *soap, o__Order *order, r__EchoResponse &out)
{
    note(soap, "Echo", "{\"order\": " + shown(soap, order) + "}");
    out.order = order;
    return SOAP_OK;
}

int r__List(struct soap *soap, int count, r__ListResponse &out)
{
    note(soap, "List", Members().number("count", count).object());
    out.orders = soap_new_o__OrderList(soap);
    fill(soap, out.orders, count);
    return SOAP_OK;
}

int r__Divide(struct soap *soap, int dividend, int divisor, r__DivideResponse &out)
{
    note(soap, "Divide", Members().number("dividend", dividend).number("divisor", divisor).object());
    out.quotient = dividend / divisor;
    out.rest = dividend % divisor;
    return SOAP_OK;
}

int r__Empty(struct soap *soap, r__EmptyResponse &)
{
    note(soap, "Empty");
    return SOAP_OK;
}

int r__Fail(struct soap *soap, int code, std::string reason, r__FailResponse &)
{
    note(soap, "Fail", Members().number("code", code).text("reason", reason).object());
    return refuse(soap, code, reason);
}

int r__Count(struct soap *soap, std::string text, r__CountResponse &out)
{
    note(soap, "Count", Members().text("text", text).object());
    out.length = 0;
    for (unsigned char byte : text)
        out.length += (byte & 0xC0) != 0x80;
    return SOAP_OK;
}

// WS-Addressing has messages that are faults; none is for this server.
int SOAP_ENV__Fault(struct soap *, char *, char *, char *, SOAP_ENV__Detail *, SOAP_ENV__Code *, SOAP_ENV__Reason *, char *, char *, SOAP_ENV__Detail *)
{
    return SOAP_NO_METHOD;
}

static int get(struct soap *soap)
{
    std::string path = soap->path, text, media = "text/xml; charset=utf-8";
    std::string name = path.substr(1, path.find_first_of("?.") - 1);
    if (name == "arrived") {
        if (path.find("reset") != std::string::npos)
            arrived = "null";
        text = arrived;
        media = "application/json";
    } else if (name == "around") {
        text = around;
        media = "text/plain";
    } else if (path == "/orders.xsd" || name == "orders" || name == "orders12" || name == "rpc") {
        std::string file = path == "/orders.xsd" ? "orders.xsd" : name == "rpc" ? "rpc.wsdl" : "orders.wsdl";
        std::ostringstream all;
        all << std::ifstream(folder + "/" + file).rdbuf();
        text = all.str();
    } else
        return 404;
    soap->http_content = media.c_str();
    soap_response(soap, SOAP_FILE);
    soap_send_raw(soap, text.data(), text.size());
    return soap_end_send(soap);
}

int main(int count, char **words)
{
    if (count != 3 && count != 4)
        return 2;
    folder = words[1];
    if (count == 4)
        around = words[3];
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING);
    soap->fget = get;
    soap->bind_flags = SO_REUSEADDR;
    soap->recv_timeout = soap->send_timeout = 30;
    if (around.empty()) {
        soap->fsslverify = any_certificate;
        soap_register_plugin(soap, soap_wsa);
        soap_register_plugin(soap, soap_wsse);
    }
    receive = soap->frecv;
    soap->frecv = keep;
    if (!soap_valid_socket(soap_bind(soap, "127.0.0.1", atoi(words[2]), 100))) {
        soap_print_fault(soap, stderr);
        return 1;
    }
    for (;;) {
        soap_set_omode(soap, SOAP_C_UTFSTRING);
        soap_clr_omode(soap, SOAP_ENC_MTOM);
        if (!soap_valid_socket(soap_accept(soap)))
            continue;
        received.clear();
        soap_serve(soap);
        if (around.empty())
            soap_wsse_verify_done(soap);
        soap_destroy(soap);
        soap_end(soap);
    }
}
