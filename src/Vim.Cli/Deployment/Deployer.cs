using Vim.Cli.Client;
using Vim.Cli.Errors;
using Vim.Cli.Output;

namespace Vim.Cli.Deployment;

/// <summary>
/// Carries out a plan: networks, flavours and groups, then the computes. What a run before made is found by its marks
/// and used, so that a run that was interrupted is continued by running it again. Where the VIM refuses something, what
/// this run made is removed again; where the VIM cannot be reached it stays, for the run that continues.
/// </summary>
internal sealed class Deployer(
    VimClient client, DeploymentPlan plan, DeployChoices choices, IProgressSteps progress)
{
    private static readonly TimeSpan UndoTime = TimeSpan.FromMinutes(1);
    private readonly DeploymentJournal _made = new();

    /// <summary>Everything that this run made, for reports.</summary>
    public DeploymentJournal Made => _made;

    public async Task<DeployResult> RunAsync(CancellationToken cancellationToken)
    {
        var catalogue = await Catalogue.ReadAsync(client, plan, choices.RegisterImages, cancellationToken);
        var there = await DeployedResources.FindAsync(client, plan.Name, cancellationToken);
        var marks = MarksFor(there);
        try
        {
            return await MakeAsync(new ResourceMaker(client, marks, there, _made), catalogue, there, cancellationToken);
        }
        catch (CliException failure) when (Undoes(failure.Error.ExitCode) && !choices.Keep)
        {
            await UndoAsync();
            throw;
        }
    }

    private static bool Undoes(int exitCode) => exitCode is not (ExitCodes.Unavailable or ExitCodes.Interrupted);

    private DeploymentMarks MarksFor(DeployedResources there)
    {
        var digest = DeploymentMarks.DigestOf(plan);
        return there.Digests().All(known => known == digest)
            ? new DeploymentMarks(plan.Name, digest, there.Runs() is [var run, ..] ? run : DeploymentMarks.NewRun())
            : throw CliException.Conflict(
                $"there is a deployment {plan.Name} already, and it was made of something else",
                $"choose another --name, or remove it first: vimctl undeploy {plan.Name}");
    }

    private async Task<DeployResult> MakeAsync(
        ResourceMaker maker, Catalogue catalogue, DeployedResources there, CancellationToken cancellationToken)
    {
        await EachAsync("images", catalogue.ImagesToRegister, image => image.Name, async image =>
            catalogue.Images[image.Name] = await maker.ImageAsync(image, cancellationToken));
        await EachAsync("networks", plan.Networks, network => network.Name, async network =>
            catalogue.Networks[network.Name] = await maker.NetworkAsync(network, cancellationToken));
        await EachAsync("flavours", plan.Flavours, flavour => flavour.Name, async flavour =>
            catalogue.FlavourIds[flavour.Name] =
                await maker.FlavourAsync(flavour, catalogue.ExistingFlavours, cancellationToken));
        await EachAsync("groups", plan.Groups, group => group.Name, async group =>
            catalogue.Groups[group.Name] = await maker.GroupAsync(group, cancellationToken));
        var computes = await new ComputeAllocator(client, maker, catalogue, choices, progress)
            .AllocateAsync(plan.Computes, cancellationToken);
        return new DeployResult
        {
            Name = plan.Name,
            Run = maker.Marks.Run,
            Computes = computes,
            FoundCount = there.Computes.Count,
            Networks = catalogue.Networks,
            Flavours = catalogue.FlavourIds,
        };
    }

    private async Task EachAsync<T>(
        string what, IReadOnlyList<T> items, Func<T, string> nameOf, Func<T, Task> makeAsync)
    {
        if (items.Count == 0)
        {
            return;
        }

        var step = progress.Begin(what, items.Count);
        foreach (var item in items)
        {
            await makeAsync(item);
            step.Advance(nameOf(item));
        }
    }

    private async Task UndoAsync()
    {
        if (_made.Count == 0)
        {
            return;
        }

        using var limit = new CancellationTokenSource(UndoTime, client.Time);
        var step = progress.Begin("undoing", _made.Count);
        await new ResourceRemover(client).RemoveAsync(_made, step, limit.Token);
    }
}
