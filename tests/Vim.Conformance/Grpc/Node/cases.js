// The interop cases as a grpc-js client runs them. Each is async (client, other, address) and throws when it fails.
'use strict';
const assert = require('assert');
const http2 = require('http2');

const grpc = require('@grpc/grpc-js');

const zeros = (size) => Buffer.alloc(size);
const GZIP = { 'grpc.default_compression_algorithm': 2 };
const SPECIAL = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';

function unary(client, method, request, metadata = new grpc.Metadata(), options = {}) {
  return new Promise((resolve, reject) => {
    const seen = {};
    const call = client[method](request, metadata, options, (error, reply) => {
      seen.error = error;
      seen.reply = reply;
    });
    call.on('metadata', (headers) => { seen.headers = headers; });
    call.on('status', (status) => {
      seen.status = status;
      seen.error ? reject(Object.assign(seen.error, { seen })) : resolve(seen);
    });
  });
}

async function fails(promise, code) {
  try {
    await promise;
  } catch (error) {
    assert.strictEqual(error.code, code, `status ${error.code}: ${error.details}`);
    return error;
  }
  throw new Error(`expected status ${code}, got OK`);
}

// Drives a readable call: collects messages, resolves with its status.
function drain(call, onData = () => {}) {
  return new Promise((resolve) => {
    const sizes = [];
    call.on('data', (message) => {
      sizes.push(message.payload.body.length);
      onData(message, sizes.length);
    });
    call.on('error', () => {});
    call.on('status', (status) => resolve({ sizes, status }));
  });
}

async function upload(client, messages) {
  let call;
  const done = new Promise((resolve, reject) => {
    call = client.streamingInputCall((error, reply) => (error ? reject(error) : resolve(reply)));
  });
  for (const { request, flags } of messages) {
    call.write(request, flags);
  }
  call.end();
  return done;
}

// One unary call on bare HTTP/2, for what grpc-js does not show: the encoding and the flag of the response message.
function rawUnary(address, message) {
  return new Promise((resolve, reject) => {
    const session = http2.connect(`http://${address}`);
    session.on('error', reject);
    const stream = session.request({
      ':method': 'POST',
      ':path': '/grpc.testing.TestService/UnaryCall',
      'content-type': 'application/grpc',
      'grpc-accept-encoding': 'gzip',
      te: 'trailers',
    });
    const chunks = [];
    const seen = {};
    stream.on('response', (headers) => { seen.headers = headers; });
    stream.on('trailers', (trailers) => { seen.trailers = trailers; });
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('end', () => {
      session.close();
      resolve({ ...seen, body: Buffer.concat(chunks) });
    });
    const frame = Buffer.alloc(5);
    frame.writeUInt32BE(message.length, 1);
    stream.end(Buffer.concat([frame, message]));
  });
}

const large = { responseSize: 314159, payload: { body: zeros(271828) } };

async function largeUnary(client) {
  const { reply } = await unary(client, 'unaryCall', large);
  assert.strictEqual(reply.payload.body.length, 314159);
}

const cases = {
  async empty_unary(client) {
    const { reply } = await unary(client, 'emptyCall', {});
    assert.deepStrictEqual({ ...reply }, {});
  },

  large_unary: largeUnary,

  async client_compressed_unary(client, gzip) {
    const expect = (value) => ({ ...large, expectCompressed: { value } });
    await fails(unary(client, 'unaryCall', expect(true)), grpc.status.INVALID_ARGUMENT);
    const packed = await unary(gzip, 'unaryCall', expect(true));
    assert.strictEqual(packed.reply.payload.body.length, 314159);
    const plain = await unary(client, 'unaryCall', expect(false));
    assert.strictEqual(plain.reply.payload.body.length, 314159);
  },

  async server_compressed_unary(client, gzip, address) {
    for (const value of [true, false]) {
      const { reply } = await unary(client, 'unaryCall', { ...large, responseCompressed: { value } });
      assert.strictEqual(reply.payload.body.length, 314159);
    }
    // SimpleRequest { response_size = 1000, response_compressed = { value: true } } in bytes.
    const raw = await rawUnary(address, Buffer.from([0x10, 0xe8, 0x07, 0x32, 0x02, 0x08, 0x01]));
    assert.strictEqual(raw.headers['grpc-encoding'], 'gzip');
    assert.strictEqual(raw.body[0], 1);
    assert.strictEqual(raw.trailers['grpc-status'], '0');
  },

  async client_streaming(client) {
    const sizes = [27182, 8, 1828, 45904];
    const reply = await upload(client, sizes.map((size) => ({ request: { payload: { body: zeros(size) } } })));
    assert.strictEqual(reply.aggregatedPayloadSize, 74922);
  },

  async client_compressed_streaming(client, gzip) {
    const message = (size, value) => ({ payload: { body: zeros(size) }, expectCompressed: { value } });
    await fails(upload(client, [{ request: message(27182, true) }]), grpc.status.INVALID_ARGUMENT);
    const reply = await upload(gzip, [
      { request: message(27182, true) },
      { request: message(45904, false), flags: grpc.writeFlags ? grpc.writeFlags.NO_COMPRESS : 2 },
    ]);
    assert.strictEqual(reply.aggregatedPayloadSize, 73086);
  },

  async server_streaming(client) {
    const sizes = [31415, 9, 2653, 58979];
    const call = client.streamingOutputCall({ responseParameters: sizes.map((size) => ({ size })) });
    const seen = await drain(call);
    assert.strictEqual(seen.status.code, 0);
    assert.deepStrictEqual(seen.sizes, sizes);
  },

  async server_compressed_streaming(client) {
    const call = client.streamingOutputCall({
      responseParameters: [
        { size: 31415, compressed: { value: true } },
        { size: 92653, compressed: { value: false } },
      ],
    });
    const seen = await drain(call);
    assert.strictEqual(seen.status.code, 0);
    assert.deepStrictEqual(seen.sizes, [31415, 92653]);
  },

  async ping_pong(client) {
    const requests = [[31415, 27182], [9, 8], [2653, 1828], [58979, 45904]];
    const call = client.fullDuplexCall();
    const send = (index) => (index < requests.length
      ? call.write({
        responseParameters: [{ size: requests[index][0] }],
        payload: { body: zeros(requests[index][1]) },
      })
      : call.end());
    send(0);
    const seen = await drain(call, (_, count) => send(count));
    assert.strictEqual(seen.status.code, 0);
    assert.deepStrictEqual(seen.sizes, requests.map(([size]) => size));
  },

  async empty_stream(client) {
    const call = client.fullDuplexCall();
    call.end();
    const seen = await drain(call);
    assert.strictEqual(seen.status.code, 0);
    assert.deepStrictEqual(seen.sizes, []);
  },

  async custom_metadata(client) {
    const metadata = new grpc.Metadata();
    metadata.set('x-grpc-test-echo-initial', 'test_initial_metadata_value');
    metadata.set('x-grpc-test-echo-trailing-bin', Buffer.from([0xab, 0xab, 0xab]));
    const check = (headers, trailers) => {
      assert.deepStrictEqual(headers.get('x-grpc-test-echo-initial'), ['test_initial_metadata_value']);
      assert.deepStrictEqual(
        trailers.get('x-grpc-test-echo-trailing-bin').map((value) => value.toString('hex')), ['ababab']);
    };
    const seen = await unary(client, 'unaryCall', large, metadata);
    check(seen.headers, seen.status.metadata);

    const call = client.fullDuplexCall(metadata);
    let headers;
    call.on('metadata', (received) => { headers = received; });
    call.write({ responseParameters: [{ size: 314159 }], payload: { body: zeros(271828) } });
    call.end();
    const stream = await drain(call);
    assert.strictEqual(stream.status.code, 0);
    check(headers, stream.status.metadata);
  },

  async status_code_and_message(client) {
    const responseStatus = { code: 2, message: 'test status message' };
    const error = await fails(unary(client, 'unaryCall', { responseStatus }), 2);
    assert.strictEqual(error.details, responseStatus.message);
    const call = client.fullDuplexCall();
    call.write({ responseStatus });
    call.end();
    const { status } = await drain(call);
    assert.strictEqual(status.code, 2);
    assert.strictEqual(status.details, responseStatus.message);
  },

  async special_status_message(client) {
    const error = await fails(unary(client, 'unaryCall', { responseStatus: { code: 2, message: SPECIAL } }), 2);
    assert.strictEqual(error.details, SPECIAL);
  },

  async unimplemented_method(client) {
    await fails(unary(client, 'unimplementedCall', {}), grpc.status.UNIMPLEMENTED);
  },

  async unimplemented_service(client, gzip, address, other) {
    await fails(unary(other, 'unimplementedCall', {}), grpc.status.UNIMPLEMENTED);
  },

  async cancel_after_begin(client) {
    const call = client.streamingInputCall(() => {});
    const status = new Promise((resolve) => { call.on('status', resolve); });
    call.on('error', () => {});
    call.cancel();
    assert.strictEqual((await status).code, grpc.status.CANCELLED);
  },

  async cancel_after_first_response(client) {
    const call = client.fullDuplexCall();
    call.write({ responseParameters: [{ size: 31415 }], payload: { body: zeros(27182) } });
    const seen = await drain(call, () => call.cancel());
    assert.strictEqual(seen.status.code, grpc.status.CANCELLED);
    assert.deepStrictEqual(seen.sizes, [31415]);
  },

  async timeout_on_sleeping_server(client) {
    const call = client.fullDuplexCall(new grpc.Metadata(), { deadline: Date.now() + 1 });
    call.write({ payload: { body: zeros(27182) } });
    const { status } = await drain(call);
    assert.strictEqual(status.code, grpc.status.DEADLINE_EXCEEDED);
  },

  async rpc_soak(client) {
    for (let index = 0; index < 100; index++) {
      await largeUnary(client);
    }
  },

  async channel_soak(client, gzip, address, other, connect) {
    for (let index = 0; index < 50; index++) {
      const fresh = connect();
      await largeUnary(fresh);
      fresh.close();
    }
  },
};

module.exports = { cases, GZIP };
