using Google.Protobuf.Reflection;
using Vim.Rpc.Health;
using Vim.Rpc.Reflection;
using Vim.Rpc.Reflection.V1;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;
using Answer = Vim.Rpc.Reflection.V1.ServerReflectionResponse.MessageResponseOneofCase;
using V1Alpha = Vim.Rpc.Reflection.V1Alpha;

namespace Vim.Rpc.Tests.Reflection;

/// <summary>Server reflection, both versions.</summary>
public sealed class ReflectionTests
{
    private static readonly RpcMethod<ServerReflectionRequest, ServerReflectionResponse> Info =
        RpcMethod.Of<ServerReflectionRequest, ServerReflectionResponse>(
            ReflectionReflection.Descriptor.Services[0], "ServerReflectionInfo");

    private static readonly RpcMethod<V1Alpha.ServerReflectionRequest, V1Alpha.ServerReflectionResponse> AlphaInfo =
        RpcMethod.Of<V1Alpha.ServerReflectionRequest, V1Alpha.ServerReflectionResponse>(
            V1Alpha.ReflectionReflection.Descriptor.Services[0], "ServerReflectionInfo");

    [Fact]
    public async Task Services_are_listed()
    {
        var answer = await AskAsync(new ServerReflectionRequest { ListServices = "" });

        Assert.Equal(
            [
                "grpc.health.v1.Health",
                "grpc.reflection.v1.ServerReflection",
                "grpc.reflection.v1alpha.ServerReflection",
            ],
            answer.ListServicesResponse.Service.Select(service => service.Name));
    }

    [Theory]
    [InlineData("grpc.health.v1.Health")]
    [InlineData("grpc.health.v1.Health.Check")]
    [InlineData("grpc.health.v1.HealthCheckResponse")]
    [InlineData("grpc.health.v1.HealthCheckResponse.ServingStatus")]
    [InlineData("grpc.health.v1.HealthCheckRequest.service")]
    public async Task A_symbol_leads_to_its_file(string symbol)
    {
        var answer = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        var file = Assert.Single(Files(answer));
        Assert.Equal("grpc/health/v1/health.proto", file.Name);
        Assert.Equal(2, file.Service[0].Method.Count);
    }

    [Fact]
    public void A_file_comes_with_what_it_imports()
    {
        var answers = new ReflectionAnswers([ImportingReflection.Descriptor.Services[0]]);

        var answer = answers.Answer(new ServerReflectionRequest { FileByFilename = "importing.proto" });
        var import = answers.Answer(new ServerReflectionRequest { FileContainingSymbol = "vim.rpc.tests.Echo.Say" });

        Assert.Equal(
            ["importing.proto", "echo.proto", "google/protobuf/timestamp.proto"],
            Files(answer).Select(file => file.Name));
        Assert.Equal("echo.proto", Assert.Single(Files(import)).Name);
    }

    [Fact]
    public async Task What_does_not_exist_is_an_error_inside_the_stream()
    {
        await using var server = await StartAsync();
        await using var call = server.Channel.Duplex(Info);
        await using var answers = call.GetAsyncEnumerator();
        ServerReflectionRequest[] questions =
        [
            new() { FileByFilename = "no/such.proto" },
            new() { FileContainingSymbol = "no.Such" },
            new() { AllExtensionNumbersOfType = "no.Such" },
            new() { FileContainingExtension = new ExtensionRequest { ContainingType = "a.B", ExtensionNumber = 1 } },
            new(),
        ];
        foreach (var question in questions)
        {
            await call.Requests.WriteAsync(question);
            Assert.True(await answers.MoveNextAsync());
            Assert.Equal(Answer.ErrorResponse, answers.Current.MessageResponseCase);
            Assert.Equal(question, answers.Current.OriginalRequest);
        }

        await call.Requests.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await answers.MoveNextAsync());
        Assert.Equal(Answer.ListServicesResponse, answers.Current.MessageResponseCase);
    }

    [Fact]
    public async Task Extensions_are_told()
    {
        var answer = await AskAsync(new ServerReflectionRequest
        {
            AllExtensionNumbersOfType = "grpc.health.v1.HealthCheckRequest",
        });

        Assert.Equal("grpc.health.v1.HealthCheckRequest", answer.AllExtensionNumbersResponse.BaseTypeName);
        Assert.Empty(answer.AllExtensionNumbersResponse.ExtensionNumber);
    }

    [Fact]
    public async Task The_older_version_answers_the_same()
    {
        await using var server = await StartAsync();
        await using var call = server.Channel.Duplex(AlphaInfo);
        await call.Requests.WriteAsync(new V1Alpha.ServerReflectionRequest { ListServices = "" });
        await call.Requests.CompleteAsync();

        var answer = Assert.Single(await call.ToListAsync());

        Assert.Equal(3, answer.ListServicesResponse.Service.Count);
    }

    private static List<FileDescriptorProto> Files(ServerReflectionResponse answer) =>
        [.. answer.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom)];

    private static Task<EchoServer> StartAsync()
    {
        var health = new RpcHealth().Service;
        return EchoServer.StartAsync(_ => { }, others: [health, .. RpcReflection.For(health)]);
    }

    private static async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest question)
    {
        await using var server = await StartAsync();
        await using var call = server.Channel.Duplex(Info);
        await call.Requests.WriteAsync(question);
        await call.Requests.CompleteAsync();
        return Assert.Single(await call.ToListAsync());
    }
}
