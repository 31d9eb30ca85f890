using System.Net;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Vim.Conformance.Grpc.Testing;
using Vim.Rpc.Server;

namespace Vim.Conformance.Grpc;

/// <summary>Our server with the interop service, on a free loopback port.</summary>
internal static class InteropHost
{
    private static readonly Lazy<Task<string>> DescriptorSet = new(WriteDescriptorSetAsync);

    public static string ProtoRoot => Path.Combine(AppContext.BaseDirectory, "Grpc", "Protos");

    public static Task<RpcServer> StartAsync()
    {
        var options = new RpcServerOptions
        {
            Endpoints = [RpcEndpoint.PlaintextLoopback(new IPEndPoint(IPAddress.Loopback, 0))],
            DrainTime = TimeSpan.FromSeconds(1),
        };
        return RpcServer.StartAsync(options, InteropService.Build());
    }

    /// <summary>The interop protocol as a file with a serialised FileDescriptorSet; written once.</summary>
    public static Task<string> DescriptorSetAsync() => DescriptorSet.Value;

    private static async Task<string> WriteDescriptorSetAsync()
    {
        var set = new FileDescriptorSet();
        FileDescriptor[] files =
            [EmptyReflection.Descriptor, MessagesReflection.Descriptor, TestReflection.Descriptor];
        foreach (var file in files)
        {
            set.File.Add(FileDescriptorProto.Parser.ParseFrom(file.SerializedData));
        }

        var path = Path.Combine(AppContext.BaseDirectory, "interop.binpb");
        await File.WriteAllBytesAsync(path, set.ToByteArray());
        return path;
    }
}
