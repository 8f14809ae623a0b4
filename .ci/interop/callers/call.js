// Calls operations of orders.wsdl with node-soap: call.js BUILT WSDL VERSION CALLS, where CALLS is [[operation, arguments], ...].
// Prints, for each, {"answer": ...} or {"fault": [code, text, detail]} as a list in JSON.
'use strict';
const { createRequire } = require('node:module');
const path = require('node:path');

const [built, wsdl, version, calls] = process.argv.slice(2);
const soap = createRequire(path.join(built, 'package.json'))('soap');

async function main() {
  const client = await soap.createClientAsync(wsdl, { forceSoap12Headers: version === '1.2' });
  const port = client.Orders[version === '1.2' ? 'OrdersSoap12' : 'OrdersSoap'];
  const told = [];
  for (const [operation, given] of JSON.parse(calls)) {
    told.push(
      await new Promise((resolve) => {
        port[operation](given, (error, answer) => {
          const fault = error?.root?.Envelope?.Body?.Fault;
          if (fault) resolve({ fault: [fault.faultcode ?? fault.Code.Value, fault.faultstring ?? fault.Reason.Text, fault.detail ?? fault.Detail] });
          else resolve(error ? { error: String(error) } : { answer: answer ?? null });
        });
      }),
    );
  }
  process.stdout.write(JSON.stringify(told));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
