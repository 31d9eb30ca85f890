using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Errors;
using Vim.Cli.Output;

namespace Vim.Cli.Deployment;

/// <summary>Removes resources, users before what they use. What is gone already is fine.</summary>
internal sealed class ResourceRemover(VimClient client)
{
    /// <summary>Removes what a run made.</summary>
    public async Task RemoveAsync(DeploymentJournal made, IProgressStep step, CancellationToken cancellationToken)
    {
        foreach (var resource in made.InReverse())
        {
            await RemoveAsync(resource.Kind, resource.Id, cancellationToken);
            step.Advance(resource.Id);
        }
    }

    /// <summary>Removes one resource and waits until it is gone.</summary>
    public async Task RemoveAsync(ResourceKind kind, string id, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(kind, id, cancellationToken);
        }
        catch (CliException failure) when (failure.Error.ExitCode == ExitCodes.NotFound)
        {
            // Gone already: that is what was wanted.
        }
    }

    private Task CallAsync(ResourceKind kind, string id, CancellationToken cancellationToken) => kind switch
    {
        ResourceKind.Compute => client.CallAsync(
            OrVi.TerminateCompute,
            new TerminateVirtualisedComputeResourceRequest { ComputeId = { id } },
            cancellationToken),
        ResourceKind.Group => client.CallAsync(
            OrVi.DeleteGroup,
            new DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest { GroupId = { id } },
            cancellationToken),
        ResourceKind.Flavour => client.CallAsync(
            OrVi.DeleteFlavour, new DeleteComputeFlavourRequest { ComputeFlavourId = id }, cancellationToken),
        ResourceKind.Network or ResourceKind.Subnet or ResourceKind.Port => client.CallAsync(
            OrVi.TerminateNetwork,
            new TerminateVirtualisedNetworkResourceRequest { NetworkResourceId = { id } },
            cancellationToken),
        ResourceKind.Image => client.CallAsync(
            OrVi.DeleteImage, new DeleteImageRequest { SoftwareImageId = id }, cancellationToken),
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };
}
