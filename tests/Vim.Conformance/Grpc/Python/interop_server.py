"""usage: interop_server.py <descriptor set>. Serves the interop tests on a free loopback port, ends with stdin."""
import sys
import time
from concurrent import futures

import grpc

from interop_client import INITIAL, TRAILING, Protocol


class Service:
    def __init__(self, protocol):
        self._p = protocol

    def _echo(self, context):
        metadata = context.invocation_metadata()
        context.send_initial_metadata([(key, value) for key, value in metadata if key == INITIAL])
        context.set_trailing_metadata([(key, value) for key, value in metadata if key == TRAILING])

    def _compress(self, context, flag):
        # The encoding is the call's; a message that is not to be compressed is opted out.
        if not flag.value:
            context.disable_next_message_compression()

    def _check(self, status, context):
        if status.code:
            context.abort(next(code for code in grpc.StatusCode if code.value[0] == status.code), status.message)

    def _outputs(self, request, context):
        for parameters in request.response_parameters:
            time.sleep(parameters.interval_us / 1e6)
            self._compress(context, parameters.compressed)
            yield self._p.StreamingOutputCallResponse(payload=self._p.Payload(body=bytes(parameters.size)))

    def EmptyCall(self, request, context):
        self._echo(context)
        return request

    def UnaryCall(self, request, context):
        context.set_compression(grpc.Compression.Gzip)
        self._echo(context)
        self._check(request.response_status, context)
        self._compress(context, request.response_compressed)
        return self._p.SimpleResponse(payload=self._p.Payload(body=bytes(request.response_size)))

    def StreamingOutputCall(self, request, context):
        context.set_compression(grpc.Compression.Deflate)
        self._echo(context)
        yield from self._outputs(request, context)

    def StreamingInputCall(self, requests, context):
        size = sum(len(request.payload.body) for request in requests)
        return self._p.StreamingInputCallResponse(aggregated_payload_size=size)

    def FullDuplexCall(self, requests, context):
        self._echo(context)
        for request in requests:
            self._check(request.response_status, context)
            yield from self._outputs(request, context)


def handlers(protocol):
    service = Service(protocol)
    shapes = {
        "EmptyCall": (grpc.unary_unary_rpc_method_handler, "Empty"),
        "UnaryCall": (grpc.unary_unary_rpc_method_handler, "SimpleRequest"),
        "StreamingOutputCall": (grpc.unary_stream_rpc_method_handler, "StreamingOutputCallRequest"),
        "StreamingInputCall": (grpc.stream_unary_rpc_method_handler, "StreamingInputCallRequest"),
        "FullDuplexCall": (grpc.stream_stream_rpc_method_handler, "StreamingOutputCallRequest"),
    }
    return grpc.method_handlers_generic_handler("grpc.testing.TestService", {
        name: shape(
            getattr(service, name),
            request_deserializer=getattr(protocol, request).FromString,
            response_serializer=lambda message: message.SerializeToString())
        for name, (shape, request) in shapes.items()})


def main(descriptor_set):
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
    server.add_generic_rpc_handlers((handlers(Protocol(descriptor_set)),))
    print(f"PORT {server.add_insecure_port('127.0.0.1:0')}", flush=True)
    server.start()
    sys.stdin.read()
    server.stop(grace=0)


if __name__ == "__main__":
    main(*sys.argv[1:])
