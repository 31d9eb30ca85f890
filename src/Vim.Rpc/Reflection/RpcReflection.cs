using Google.Protobuf;
using Google.Protobuf.Reflection;
using Vim.Rpc.Server;
using V1Request = Vim.Rpc.Reflection.V1.ServerReflectionRequest;
using V1Response = Vim.Rpc.Reflection.V1.ServerReflectionResponse;

namespace Vim.Rpc.Reflection;

/// <summary>The reflection services, by which tools learn what a server serves without its proto files.</summary>
public static class RpcReflection
{
    /// <summary>The services v1 and v1alpha; they tell of <paramref name="services"/> and of themselves.</summary>
    public static IReadOnlyList<RpcService> For(params IReadOnlyCollection<RpcService> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var v1 = V1.ReflectionReflection.Descriptor.Services[0];
        var v1Alpha = V1Alpha.ReflectionReflection.Descriptor.Services[0];
        var answers = new ReflectionAnswers([.. services.Select(service => service.Descriptor), v1, v1Alpha]);
        return
        [
            Bind<V1Request, V1Response>(v1, answers.Answer),

            // The versions differ in their package only: their bytes are each other's.
            Bind<V1Alpha.ServerReflectionRequest, V1Alpha.ServerReflectionResponse>(
                v1Alpha,
                request => V1Alpha.ServerReflectionResponse.Parser.ParseFrom(
                    answers.Answer(V1Request.Parser.ParseFrom(request.ToByteString())).ToByteString())),
        ];
    }

    private static RpcService Bind<TRequest, TResponse>(ServiceDescriptor service, Func<TRequest, TResponse> answer)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        return RpcService.For(service)
            .Duplex<TRequest, TResponse>(
                "ServerReflectionInfo",
                async (requests, writer, _) =>
                {
                    await foreach (var request in requests)
                    {
                        await writer.WriteAsync(answer(request));
                    }
                })
            .Build();
    }
}
