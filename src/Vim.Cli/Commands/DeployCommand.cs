using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Vim.Cli.Deployment;
using Vim.Cli.Output;
using Vim.Cli.Rendering;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl deploy FILE</c>.</summary>
internal static class DeployCommand
{
    private const int ParallelMax = 64;

    public static Command Create(CliApplication application)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "VNF descriptor: SOL001, tosca-nfv, openmano, openvim or HOT",
        };
        var descriptor = new DescriptorOptionsSet();
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Make nothing; show what would be made and where each compute would go now",
        };
        var wait = new Option<string>("--wait")
        {
            Description = "Wait until the guests are running, or only placed",
            DefaultValueFactory = _ => "running",
        };
        wait.AcceptOnlyFromAmong("running", "placed");
        var register = new Option<bool>("--register-images")
        {
            Description = "Register the metadata of images that the VIM does not have",
        };
        var keep = new Option<bool>("--keep") { Description = "Leave what was made where something is refused" };
        var parallel = new Option<int>("--parallel")
        {
            Description = "Allocations under way at once, 1 to 64",
            DefaultValueFactory = _ => 4,
        };
        parallel.Validators.Add(result =>
        {
            var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (int.TryParse(text, CultureInfo.InvariantCulture, out var count)
                && count is not (>= 1 and <= ParallelMax))
            {
                result.AddError($"--parallel is not 1 to {ParallelMax}");
            }
        });
        return application.Define(
            "deploy",
            "Deploy a VNF from its descriptor; run again, it continues where it was interrupted",
            async context =>
            {
                var plan = descriptor.Plan(context, context.Get(file));
                TellNotes(context, plan);
                if (context.Get(dryRun))
                {
                    await new DryRun(context).RunAsync(plan, context.Get(register));
                    return;
                }

                var choices = new DeployChoices
                {
                    RegisterImages = context.Get(register),
                    WaitForRunning = context.Get(wait) == "running",
                    Parallel = context.Get(parallel),
                    Keep = context.Get(keep),
                };
                var result = await context.Progress.ShowAsync(steps =>
                    new Deployer(context.Client, plan, choices, steps).RunAsync(context.CancellationToken));
                Tell(context, result);
            },
            [file, .. descriptor.Symbols, dryRun, wait, register, keep, parallel]);
    }

    private static void TellNotes(CommandContext context, DeploymentPlan plan)
    {
        foreach (var note in plan.Notes)
        {
            context.Error.Line(new Span("note: ", Tone.Warning), note);
        }
    }

    private static void Tell(CommandContext context, DeployResult result)
    {
        if (context.WriteNode(() => ToNode(result), result.Computes.Select(compute => compute.ComputeId)))
        {
            return;
        }

        PlacementTable.Write(context.Output, result.Computes);
        var found = result.FoundCount > 0 ? $", {result.FoundCount} of them were there already" : "";
        context.Output.Line();
        context.Output.Line(
            new Span($"deployed {result.Name}", Tone.Strong),
            $": {Words.Count(result.Computes.Count, "compute")}{found}, "
            + $"{Words.Count(result.Networks.Count, "network")}, {Words.Count(result.Flavours.Count, "flavour")}");
    }

    private static JsonObject ToNode(DeployResult result) => new()
    {
        ["name"] = result.Name,
        ["run"] = result.Run,
        ["networks"] = Ids(result.Networks),
        ["flavours"] = Ids(result.Flavours),
        ["computes"] = MessageText.ToNode(result.Computes.Cast<IMessage>()),
    };

    private static JsonObject Ids(IReadOnlyDictionary<string, string> ids)
    {
        var node = new JsonObject();
        foreach (var (name, id) in ids.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            node[name] = id;
        }

        return node;
    }
}
