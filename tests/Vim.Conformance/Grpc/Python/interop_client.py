"""usage: interop_client.py <host:port> <descriptor set>. Prints one line per case: PASS name | FAIL name reason."""
import sys
import threading

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

RPC_SECONDS = 20
SPECIAL = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n"
INITIAL = "x-grpc-test-echo-initial"
TRAILING = "x-grpc-test-echo-trailing-bin"


class Protocol:
    """Message classes made from a descriptor set, so that no generated code has to fit the installed runtime."""

    def __init__(self, path):
        self._pool = descriptor_pool.DescriptorPool()
        files = descriptor_pb2.FileDescriptorSet()
        with open(path, "rb") as source:
            files.ParseFromString(source.read())
        for file in files.file:
            self._pool.AddSerializedFile(file.SerializeToString())

    def __getattr__(self, name):
        descriptor = self._pool.FindMessageTypeByName("grpc.testing." + name)
        if hasattr(message_factory, "GetMessageClass"):
            return message_factory.GetMessageClass(descriptor)
        return message_factory.MessageFactory(self._pool).GetPrototype(descriptor)


class Stub:
    def __init__(self, channel, protocol, service="TestService"):
        def method(shape, name, response):
            return getattr(channel, shape)(
                f"/grpc.testing.{service}/{name}",
                request_serializer=lambda message: message.SerializeToString(),
                response_deserializer=getattr(protocol, response).FromString)

        self.empty = method("unary_unary", "EmptyCall", "Empty")
        self.unary = method("unary_unary", "UnaryCall", "SimpleResponse")
        self.output = method("unary_stream", "StreamingOutputCall", "StreamingOutputCallResponse")
        self.input = method("stream_unary", "StreamingInputCall", "StreamingInputCallResponse")
        self.duplex = method("stream_stream", "FullDuplexCall", "StreamingOutputCallResponse")
        self.unimplemented = method("unary_unary", "UnimplementedCall", "Empty")


class Cases:
    def __init__(self, address, protocol):
        self._address = address
        self._p = protocol
        self._channel = grpc.insecure_channel(address)
        self._stub = Stub(self._channel, protocol)

    # -- building blocks

    def _large(self, **fields):
        return self._p.SimpleRequest(response_size=314159, payload=self._p.Payload(body=bytes(271828)), **fields)

    def _flag(self, value):
        return self._p.BoolValue(value=value)

    def _output(self, *sizes, body=None, **fields):
        request = self._p.StreamingOutputCallRequest(**fields)
        for size in sizes:
            request.response_parameters.add(size=size)
        if body is not None:
            request.payload.body = bytes(body)
        return request

    @staticmethod
    def _sizes(responses):
        return [len(response.payload.body) for response in responses]

    @staticmethod
    def _equal(actual, expected):
        if actual != expected:
            raise AssertionError(f"{actual!r} instead of {expected!r}")

    def _fails(self, call, code):
        try:
            call()
        except grpc.RpcError as error:
            self._equal(error.code(), code)
            return error
        raise AssertionError(f"OK instead of {code}")

    def _large_unary(self, stub):
        self._equal(len(stub.unary(self._large(), timeout=RPC_SECONDS).payload.body), 314159)

    # -- the cases, by their names

    def empty_unary(self):
        self._equal(self._stub.empty(self._p.Empty(), timeout=RPC_SECONDS), self._p.Empty())

    def large_unary(self):
        self._large_unary(self._stub)

    def client_compressed_unary(self):
        expect = self._large(expect_compressed=self._flag(True))
        self._fails(lambda: self._stub.unary(expect, timeout=RPC_SECONDS), grpc.StatusCode.INVALID_ARGUMENT)
        packed = self._stub.unary(expect, timeout=RPC_SECONDS, compression=grpc.Compression.Gzip)
        self._equal(len(packed.payload.body), 314159)
        packed = self._stub.unary(expect, timeout=RPC_SECONDS, compression=grpc.Compression.Deflate)
        self._equal(len(packed.payload.body), 314159)
        plain = self._stub.unary(self._large(expect_compressed=self._flag(False)), timeout=RPC_SECONDS)
        self._equal(len(plain.payload.body), 314159)

    def server_compressed_unary(self):
        for value in (True, False):
            request = self._large(response_compressed=self._flag(value))
            self._equal(len(self._stub.unary(request, timeout=RPC_SECONDS).payload.body), 314159)

    def client_streaming(self):
        requests = (self._p.StreamingInputCallRequest(payload=self._p.Payload(body=bytes(size)))
                    for size in (27182, 8, 1828, 45904))
        self._equal(self._stub.input(requests, timeout=RPC_SECONDS).aggregated_payload_size, 74922)

    def client_compressed_streaming(self):
        # grpcio's client cannot opt single messages out: both are compressed here.
        def requests(*sizes):
            return (self._p.StreamingInputCallRequest(
                payload=self._p.Payload(body=bytes(size)), expect_compressed=self._flag(True)) for size in sizes)

        self._fails(lambda: self._stub.input(requests(27182), timeout=RPC_SECONDS),
                    grpc.StatusCode.INVALID_ARGUMENT)
        reply = self._stub.input(requests(27182, 45904), timeout=RPC_SECONDS, compression=grpc.Compression.Gzip)
        self._equal(reply.aggregated_payload_size, 73086)

    def server_streaming(self):
        sizes = [31415, 9, 2653, 58979]
        self._equal(self._sizes(self._stub.output(self._output(*sizes), timeout=RPC_SECONDS)), sizes)

    def server_compressed_streaming(self):
        request = self._output(31415, 92653)
        request.response_parameters[0].compressed.value = True
        request.response_parameters[1].compressed.value = False
        self._equal(self._sizes(self._stub.output(request, timeout=RPC_SECONDS)), [31415, 92653])

    def ping_pong(self):
        answered = threading.Semaphore(1)
        pairs = [(31415, 27182), (9, 8), (2653, 1828), (58979, 45904)]

        def requests():
            for size, body in pairs:
                if not answered.acquire(timeout=RPC_SECONDS):
                    return
                yield self._output(size, body=body)

        sizes = []
        for response in self._stub.duplex(requests(), timeout=RPC_SECONDS):
            sizes.append(len(response.payload.body))
            answered.release()
        self._equal(sizes, [size for size, _ in pairs])

    def empty_stream(self):
        self._equal(self._sizes(self._stub.duplex(iter(()), timeout=RPC_SECONDS)), [])

    def custom_metadata(self):
        metadata = ((INITIAL, "test_initial_metadata_value"), (TRAILING, b"\xab\xab\xab"))

        def check(call):
            self._equal(dict(call.initial_metadata())[INITIAL], "test_initial_metadata_value")
            self._equal(dict(call.trailing_metadata())[TRAILING], b"\xab\xab\xab")

        _, call = self._stub.unary.with_call(self._large(), timeout=RPC_SECONDS, metadata=metadata)
        check(call)
        stream = self._stub.duplex(
            iter([self._output(314159, body=271828)]), timeout=RPC_SECONDS, metadata=metadata)
        self._equal(self._sizes(stream), [314159])
        check(stream)

    def status_code_and_message(self):
        status = self._p.EchoStatus(code=2, message="test status message")
        error = self._fails(lambda: self._stub.unary(
            self._p.SimpleRequest(response_status=status), timeout=RPC_SECONDS), grpc.StatusCode.UNKNOWN)
        self._equal(error.details(), status.message)
        error = self._fails(lambda: list(self._stub.duplex(
            iter([self._output(response_status=status)]), timeout=RPC_SECONDS)), grpc.StatusCode.UNKNOWN)
        self._equal(error.details(), status.message)

    def special_status_message(self):
        status = self._p.EchoStatus(code=2, message=SPECIAL)
        error = self._fails(lambda: self._stub.unary(
            self._p.SimpleRequest(response_status=status), timeout=RPC_SECONDS), grpc.StatusCode.UNKNOWN)
        self._equal(error.details(), SPECIAL)

    def unimplemented_method(self):
        self._fails(lambda: self._stub.unimplemented(self._p.Empty(), timeout=RPC_SECONDS),
                    grpc.StatusCode.UNIMPLEMENTED)

    def unimplemented_service(self):
        other = Stub(self._channel, self._p, "UnimplementedService")
        self._fails(lambda: other.unimplemented(self._p.Empty(), timeout=RPC_SECONDS),
                    grpc.StatusCode.UNIMPLEMENTED)

    def cancel_after_begin(self):
        never = threading.Event()

        def requests():
            never.wait(RPC_SECONDS)
            yield from ()

        call = self._stub.input.future(requests(), timeout=RPC_SECONDS)
        call.cancel()
        never.set()
        self._equal(call.cancelled(), True)
        self._equal(call.code(), grpc.StatusCode.CANCELLED)

    def cancel_after_first_response(self):
        ended = threading.Event()

        def requests():
            yield self._output(31415, body=27182)
            ended.wait(RPC_SECONDS)

        call = self._stub.duplex(requests(), timeout=RPC_SECONDS)
        self._equal(len(next(call).payload.body), 31415)
        call.cancel()
        ended.set()
        self._fails(lambda: next(call), grpc.StatusCode.CANCELLED)

    def timeout_on_sleeping_server(self):
        ended = threading.Event()

        def requests():
            yield self._output(body=27182)
            ended.wait(RPC_SECONDS)

        self._fails(lambda: next(self._stub.duplex(requests(), timeout=0.001)), grpc.StatusCode.DEADLINE_EXCEEDED)
        ended.set()

    def rpc_soak(self):
        for _ in range(100):
            self._large_unary(self._stub)

    def channel_soak(self):
        for number in range(50):
            # An argument of its own keeps grpc-core from sharing one connection among the channels.
            with grpc.insecure_channel(self._address, options=[("vim.soak", number)]) as channel:
                self._large_unary(Stub(channel, self._p))


def main(address, descriptor_set):
    cases = Cases(address, Protocol(descriptor_set))
    for name in [name for name in vars(Cases) if not name.startswith("_")]:
        try:
            getattr(cases, name)()
            print(f"PASS {name}", flush=True)
        except Exception as error:  # pylint: disable=broad-except
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            print(f"FAIL {name} {reason}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
