// usage: node client.js <host:port> <proto root>. Prints one line per case: PASS name | FAIL name reason.
'use strict';
const grpc = require('@grpc/grpc-js');

const { cases, GZIP } = require('./cases.js');
const load = require('./load.js');

const CASE_TIME_MS = 20000;

async function run(name, body) {
  const started = Date.now();
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished after ${CASE_TIME_MS} ms`)), CASE_TIME_MS);
  });
  try {
    await Promise.race([body(), late]);
    console.log(`PASS ${name} ${Date.now() - started} ms`);
  } catch (error) {
    console.log(`FAIL ${name} ${String(error.stack || error).replace(/\s+/g, ' ')}`);
  } finally {
    clearTimeout(timer);
  }
}

async function main([address, protoRoot]) {
  const protocol = load(protoRoot);
  const plain = grpc.credentials.createInsecure();
  // Without a pool of its own each client of one address would share one connection.
  const connect = () => new protocol.TestService(address, plain, { 'grpc.use_local_subchannel_pool': 1 });
  const client = connect();
  const gzip = new protocol.TestService(address, plain, GZIP);
  const other = new protocol.UnimplementedService(address, plain);
  for (const [name, body] of Object.entries(cases)) {
    await run(name, () => body(client, gzip, address, other, connect));
  }
  // Idle HTTP/2 sessions would keep the process alive for a while.
  process.exit(0);
}

main(process.argv.slice(2));
