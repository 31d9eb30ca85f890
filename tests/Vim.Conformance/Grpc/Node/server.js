// usage: node server.js <proto root>. Serves the interop tests on a free loopback port, prints "PORT n", ends with
// stdin.
'use strict';
const grpc = require('@grpc/grpc-js');

const load = require('./load.js');

const INITIAL = 'x-grpc-test-echo-initial';
const TRAILING = 'x-grpc-test-echo-trailing-bin';
const payload = (size) => ({ body: Buffer.alloc(size) });

function echo(call) {
  const initial = call.metadata.get(INITIAL);
  if (initial.length > 0) {
    const headers = new grpc.Metadata();
    headers.set(INITIAL, initial[0]);
    call.sendMetadata(headers);
  }
  const trailers = new grpc.Metadata();
  for (const value of call.metadata.get(TRAILING)) {
    trailers.add(TRAILING, value);
  }
  return trailers;
}

function failure(status, metadata) {
  return status && status.code ? { code: status.code, details: status.message, metadata } : null;
}

const pause = (microseconds) => new Promise((resolve) => { setTimeout(resolve, microseconds / 1000); });

async function answer(call, request) {
  for (const parameters of request.responseParameters || []) {
    if (parameters.intervalUs) {
      await pause(parameters.intervalUs);
    }
    call.write({ payload: payload(parameters.size) });
  }
}

const service = {
  emptyCall(call, done) {
    done(null, {}, echo(call));
  },

  unaryCall(call, done) {
    const trailers = echo(call);
    done(failure(call.request.responseStatus, trailers), { payload: payload(call.request.responseSize) }, trailers);
  },

  async streamingOutputCall(call) {
    const trailers = echo(call);
    await answer(call, call.request);
    call.end(trailers);
  },

  streamingInputCall(call, done) {
    let size = 0;
    call.on('data', (request) => { size += request.payload.body.length; });
    call.on('end', () => done(null, { aggregatedPayloadSize: size }));
  },

  fullDuplexCall(call) {
    const trailers = echo(call);
    let turn = Promise.resolve();
    call.on('data', (request) => {
      const failed = failure(request.responseStatus, trailers);
      turn = turn.then(() => (failed ? call.emit('error', failed) : answer(call, request)));
    });
    call.on('end', () => turn.then(() => call.end(trailers)));
  },
};

const server = new grpc.Server();
server.addService(load(process.argv[2]).TestService.service, service);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  console.log(`PORT ${port}`);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
