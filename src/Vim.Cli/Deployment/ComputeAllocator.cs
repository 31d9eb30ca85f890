using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Errors;
using Vim.Cli.Output;

namespace Vim.Cli.Deployment;

/// <summary>
/// Allocates the computes of a plan, several at once. After the first failure no more are begun; those under way are
/// waited for, so that it is known what was made.
/// </summary>
internal sealed class ComputeAllocator(
    VimClient client, ResourceMaker maker, Catalogue catalogue, DeployChoices choices, IProgressSteps progress)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(1);

    /// <summary>The computes, in the order of the plan.</summary>
    public async Task<IReadOnlyList<VirtualCompute>> AllocateAsync(
        IReadOnlyList<PlannedCompute> computes, CancellationToken cancellationToken)
    {
        if (computes.Count == 0)
        {
            return [];
        }

        var step = progress.Begin("computes", computes.Count);
        var results = new VirtualCompute?[computes.Count];
        CliException? failure = null;
        using var slots = new SemaphoreSlim(choices.Parallel);
        var running = new List<Task>();
        for (var index = 0; index < computes.Count; index++)
        {
            await slots.WaitAsync(cancellationToken);
            if (Volatile.Read(ref failure) is not null)
            {
                break;
            }

            running.Add(RunAsync(index));
        }

        await Task.WhenAll(running);
        return failure is null ? [.. results.OfType<VirtualCompute>()] : throw failure;

        async Task RunAsync(int index)
        {
            try
            {
                results[index] = await OneAsync(computes[index], cancellationToken);
                step.Advance($"{computes[index].Name} on {results[index]!.HostId}");
            }
            catch (CliException error)
            {
                Interlocked.CompareExchange(ref failure, About(computes[index], error), null);
            }
            finally
            {
                slots.Release();
            }
        }
    }

    private static CliException About(PlannedCompute compute, CliException failure) => new(
        failure.Error with { Problem = $"compute {compute.Name}: {failure.Error.Problem}" }, failure);

    private async Task<VirtualCompute> OneAsync(PlannedCompute compute, CancellationToken cancellationToken)
    {
        var found = maker.There.Computes.FirstOrDefault(known => known.ComputeName == compute.Request.ComputeName);
        if (found is not null)
        {
            return Check(await SettleAsync(found, cancellationToken));
        }

        var ports = await maker.PortsAsync(compute, catalogue.Networks, cancellationToken);
        var request = ComputeRequests.Resolve(compute.Request, catalogue, ports);
        request.IdempotencyKey = maker.Marks.Key("compute", compute.Name);
        request.ReturnWhen = choices.WaitForRunning ? ReturnWhen.Running : ReturnWhen.Placed;
        maker.Marks.Mark(request.MetaData);
        var answer = await client.CallAsync(OrVi.AllocateCompute, request, cancellationToken);
        maker.Made.Add(ResourceKind.Compute, answer.ComputeData.ComputeId);
        return Check(answer.ComputeData);
    }

    /// <summary>Waits for a compute of a run before until it runs, where that is wanted.</summary>
    private async Task<VirtualCompute> SettleAsync(VirtualCompute compute, CancellationToken cancellationToken)
    {
        var startedAt = client.Time.GetTimestamp();
        var delay = FirstDelay;
        while (choices.WaitForRunning && compute.RunningState == ComputeRunningState.Starting)
        {
            if (client.Time.GetElapsedTime(startedAt) > client.Timeout)
            {
                throw new CliException(new CliError
                {
                    ExitCode = ExitCodes.Unavailable,
                    Code = "vimctl.timeout",
                    Problem = $"{compute.ComputeId} did not start within {client.Timeout.TotalSeconds:0} s",
                    Remedy = "run the same command again, with a longer --timeout if need be",
                });
            }

            await Task.Delay(delay, client.Time, cancellationToken);
            delay = delay * 2 < DelayMax ? delay * 2 : DelayMax;
            compute = await client.ComputeAsync(compute.ComputeId, cancellationToken);
        }

        return compute;
    }

    private static VirtualCompute Check(VirtualCompute compute) =>
        compute.RunningState != ComputeRunningState.Failed
            ? compute
            : throw new CliException(new CliError
            {
                ExitCode = ExitCodes.Refused,
                Code = compute.Failure?.Code is { Length: > 0 } code ? code : "vimctl.compute_failed",
                Problem = compute.Failure?.Message is { Length: > 0 } text ? text : "it failed",
                Where = compute.HostId.Length > 0 ? $"host {compute.HostId}" : "",
                Remedy = "see what the host says; then remove the deployment and deploy again",
            });
}
