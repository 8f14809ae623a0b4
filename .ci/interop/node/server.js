// A server on node-soap with a service for each WSDL: /orders and /rpc.
// GET /NAME?wsdl gives a WSDL, GET /arrived what the last called method received, GET /arrived?reset=1 forgets it.
'use strict';
const fs = require('node:fs');
const http = require('node:http');
const { createRequire } = require('node:module');
const path = require('node:path');

const [built, own, port] = process.argv.slice(2);
const soap = createRequire(path.join(built, 'package.json'))('soap');

const ORDERS = 'urn:example:orders';
const XSD = 'http://www.w3.org/2001/XMLSchema';

let request = null;
let arrived = null;

function note(operation, read, headers) {
  arrived = {
    operation,
    read: read ?? {},
    headers: headers ?? {},
    media: request.media ?? null,
    action: request.action ?? null,
    request: request.body.toString('base64'),
  };
}

function orders(count) {
  return Array.from({ length: count }, (_, index) => ({
    attributes: { id: index + 1 },
    customer: { name: `Customer ${index + 1}` },
    placed: '2026-11-30T08:15:00Z',
    due: null,
    express: index % 2 === 1,
    status: 'on hold',
    total: '10.50',
    line: [{ attributes: { position: 1 }, sku: `A${index + 1}`, quantity: index + 1, price: '10.50' }],
  }));
}

function refused({ code, reason }) {
  return { Refused: { attributes: { xmlns: ORDERS }, code, reason, field: ['total', 'due'] } };
}

function fail(read) {
  throw { Fault: { faultcode: 'soap:Client', faultstring: read.reason, detail: refused(read) } };
}

function fail12(read) {
  throw { Fault: { Code: { Value: 'soap:Sender' }, Reason: { Text: { attributes: { 'xml:lang': 'en' }, $value: read.reason } }, Detail: refused(read) } };
}

// node-soap reads xsi:type as any attribute, and writes one that is said in its own way. It reads dates, and writes none.
function typed(value) {
  if (Array.isArray(value)) return value.map(typed);
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '');
  if (value === null || typeof value !== 'object') return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, typed(inner)]));
  const type = value.attributes?.['xsi:type'];
  if (type) {
    const { 'xsi:type': dropped, ...others } = value.attributes;
    const name = type.split(':').pop();
    const own = name[0] === name[0].toUpperCase();
    copy.attributes = { ...others, xsi_type: { type: name, xmlns: own ? ORDERS : XSD, prefix: own ? 'o' : 'xs' } };
  }
  return copy;
}

// Each method notes what it received, then answers.
function methods(table) {
  const noted = {};
  for (const [operation, answer] of Object.entries(table)) {
    noted[operation] = (read, callback, headers) => {
      note(operation, operation === 'Store' ? { name: read.name, size: Buffer.from(read.data ?? '', 'base64').length } : read, headers);
      return answer(read ?? {}, headers ?? {});
    };
  }
  return noted;
}

function adler32(bytes) {
  let [sum, other] = [1, 0];
  for (const byte of bytes) {
    sum = (sum + byte) % 65521;
    other = (other + sum) % 65521;
  }
  return String(other * 65536 + sum);
}

// Keep the bytes of a request, which node-soap does not.
function keep(incoming) {
  const pieces = [];
  incoming.on('data', (piece) => pieces.push(piece));
  incoming.on('end', () => {
    request = { media: incoming.headers['content-type'], action: incoming.headers.soapaction, body: Buffer.concat(pieces) };
  });
  return true;
}

const pattern = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

const services = {
  orders: {
    Echo: typed,
    List: ({ count }) => ({ order: orders(count) }),
    Empty: () => ({}),
    Notify: () => undefined,
    Fail: fail,
    EchoAny: typed,
    EchoXml: (read) => read,
    WhoAmI: (read, headers) => ({ user: headers.Session?.user ?? '' }),
    Store: ({ data }) => {
      const bytes = Buffer.from(data ?? '', 'base64');
      return { size: bytes.length, checksum: adler32(bytes) };
    },
    Fetch: ({ size }) => ({ data: Buffer.alloc(size, pattern).toString('base64') }),
    Update: () => ({}),
  },
  rpc: {
    Echo: typed,
    List: ({ count }) => ({ orders: { order: orders(count) } }),
    Divide: ({ dividend, divisor }) => ({ quotient: Math.trunc(dividend / divisor), rest: dividend % divisor }),
    Empty: () => ({}),
    Fail: fail,
    Count: ({ text }) => ({ length: [...(text ?? '')].length }),
  },
};

services.orders12 = { ...services.orders, Fail: fail12 };

const server = http.createServer((incoming, answer) => {
  const url = new URL(incoming.url, 'http://127.0.0.1');
  if (url.pathname === '/arrived') {
    if (url.searchParams.has('reset')) arrived = null;
    answer.setHeader('Content-Type', 'application/json');
    answer.end(JSON.stringify(arrived));
  } else if (url.pathname === '/orders.xsd') {
    answer.setHeader('Content-Type', 'text/xml; charset=utf-8');
    answer.end(fs.readFileSync(path.join(own, 'wsdl', 'orders.xsd')));
  } else {
    answer.statusCode = 404;
    answer.end();
  }
});

for (const [name, table] of Object.entries(services)) {
  const file = path.join(own, 'wsdl', name === 'rpc' ? 'rpc.wsdl' : 'orders.wsdl');
  const [service, port] = { orders: ['Orders', 'OrdersSoap'], orders12: ['Orders', 'OrdersSoap12'], rpc: ['Rpc', 'RpcSoap'] }[name];
  const listener = soap.listen(server, {
    // Its servers write xsi:nil and xsi:type, and do not declare the prefix.
    callback: () => (listener.wsdl.xmlnsInEnvelope += ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'),
    path: `/${name}`,
    services: { [service]: { [port]: methods(table) } },
    xml: fs.readFileSync(file, 'utf8'),
    uri: file,
    oneWay: { responseCode: 202 },
    handleNilAsNull: true,
    forceSoap12Headers: name === 'orders12',
  });
  listener.authorizeConnection = keep;
  listener.addSoapHeader((operation) => (operation === 'WhoAmI' ? { Trace: { id: 'trace-7' } } : ''), '', 'o', ORDERS);
}

server.listen(Number(port), '127.0.0.1');
