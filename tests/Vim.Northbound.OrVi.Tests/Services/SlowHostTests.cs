using Google.Rpc;
using Nfv.OrVi.V1;
using Vim.Domain.Errors;
using Vim.Northbound.OrVi.Tests.World;
using Vim.Rpc;

namespace Vim.Northbound.OrVi.Tests.Services;

/// <summary>What clients see while hosts take their time, or refuse.</summary>
public sealed class SlowHostTests : IAsyncLifetime
{
    private readonly OrViWorld _world = new();

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Placed_is_answered_before_the_guest_runs()
    {
        var flavour = await _world.Client.CreateFlavourAsync(TestFlavours.Control("slow"));
        _world.Agents.Hold();
        var answer = await _world.Client.AllocateAsync(Request(flavour, ReturnWhen.Placed));
        Assert.Equal(ComputeRunningState.Starting, answer.ComputeData.RunningState);
        Assert.NotEmpty(answer.EffectivePlacement.HostId);
        _world.Agents.GoOn();
    }

    [Fact]
    public async Task The_deadline_ends_the_wait_and_a_retry_with_the_key_finds_the_outcome()
    {
        var flavour = await _world.Client.CreateFlavourAsync(TestFlavours.Control("slow"));
        _world.Agents.Hold();
        var request = Request(flavour, ReturnWhen.Running);
        request.IdempotencyKey = "slow-1";
        var refusal = await OrViClient.RefusalAsync(
            _world.Client.AllocateAsync(request, TimeSpan.FromMilliseconds(300)));
        Assert.Equal(RpcStatusCode.DeadlineExceeded, refusal.Code);
        _world.Agents.GoOn();
        var answer = await _world.Client.AllocateAsync(request);
        Assert.Equal(ComputeRunningState.Running, answer.ComputeData.RunningState);
        Assert.Single((await _world.Client.QueryAsync("")).QueryResult);
    }

    [Fact]
    public async Task A_hosts_refusal_is_told_with_its_code_and_frees_the_place()
    {
        var flavour = await _world.Client.CreateFlavourAsync(TestFlavours.Control("refused"));
        _world.Agents.Refusal = "no emulator for this machine";
        var refusal = await OrViClient.RefusalAsync(
            _world.Client.AllocateAsync(Request(flavour, ReturnWhen.Running)));
        Assert.Equal(RpcStatusCode.Aborted, refusal.Code);
        Assert.Equal(ErrorCodes.HostRefused, OrViClient.Detail<ErrorInfo>(refusal).Type);
        Assert.Contains("no emulator", refusal.Status.Message);
        var kept = Assert.Single((await _world.Client.QueryAsync("(eq,runningState,FAILED)")).QueryResult);
        Assert.Equal(ErrorCodes.HostRefused, kept.Failure.Code);
    }

    private static AllocateVirtualisedComputeResourceRequest Request(string flavour, ReturnWhen when) => new()
    {
        ComputeName = "slow",
        ComputeFlavourId = flavour,
        ResourceGroupId = OrViWorld.Tenant,
        ReturnWhen = when,
    };
}
