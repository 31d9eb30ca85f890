using System.CommandLine;
using Vim.Cli.Client;
using Vim.Cli.Output;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl policy</c>.</summary>
internal static class PolicyCommand
{
    public static Command Create(CliApplication application)
    {
        var zone = new Option<string?>("--zone") { Description = "What this zone learned only", HelpName = "ZONE" };
        return application.Define(
            "policy",
            "Show by what hosts are chosen, and what flavours usually come",
            async context =>
            {
                var policy = await context.Client.CallAsync(
                    Admin.GetPlacementPolicy,
                    new GetPlacementPolicyRequest { ZoneId = context.Get(zone) ?? "" },
                    context.CancellationToken);
                context.WriteOne(policy, policy.Name, () => Write(context, policy));
            },
            zone);
    }

    private static void Write(CommandContext context, GetPlacementPolicyResponse policy)
    {
        var screen = context.Output;
        screen.Line(new Span(policy.Name, Tone.Heading));
        foreach (var clause in policy.Text.Split("; "))
        {
            screen.Line("  ", clause);
        }

        foreach (var zone in policy.Zones)
        {
            screen.Line();
            screen.Line("zone ", new Span(zone.ZoneId, Tone.Strong), ": what usually comes, on each NUMA node");
            var table = new TextTable(
                new Column("SHARE", Right: true), new Column("NUMA NODES", Right: true),
                new Column("DEDICATED CPUS", Right: true), new Column("FLOATING VCPUS", Right: true),
                new Column("SMALL PAGES", Right: true), new Column("HUGE PAGES", Right: true),
                new Column("VFS", Right: true));
            foreach (var flavour in zone.Flavours)
            {
                table.Add(
                    FormattableString.Invariant($"{flavour.ShareRatio * 100:0.0} %"),
                    Units.Count(flavour.NumaNodeCount),
                    Units.Count(flavour.DedicatedCpuCount),
                    Units.Count(flavour.FloatingVirtualCpuCount),
                    Units.Bytes(flavour.SmallPageBytes),
                    Units.Bytes(flavour.HugePageBytes),
                    Units.Count(flavour.VirtualFunctionCount));
            }

            table.Write(screen, isWide: true, "nothing yet", "  ");
        }
    }
}
