using System.CommandLine;
using Vim.Cli.Client;
using Vim.Cli.Output;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl status</c>.</summary>
internal static class StatusCommand
{
    public static Command Create(CliApplication application) => application.Define(
        "status",
        "Show how the VIM is",
        async context =>
        {
            var status = await context.Client.CallAsync(
                Admin.GetStatus, new GetStatusRequest(), context.CancellationToken);
            context.WriteOne(status, status.VimId, () => Write(context, status));
        });

    private static void Write(CommandContext context, GetStatusResponse status)
    {
        var screen = context.Output;
        screen.Line(
            new Span(status.VimId, Tone.Heading), "  ",
            status.Ready ? new Span("ready", Tone.Good) : new Span("not ready", Tone.Bad),
            $"  version {status.Version}");
        Field(screen, "server", context.Settings.Server.ToString());
        Field(screen, "store", status.Store);
        if (status.StartedAt is { } started)
        {
            var up = context.Time.GetUtcNow() - started.ToDateTimeOffset();
            var replay = status.ReplayDuration?.ToTimeSpan() ?? TimeSpan.Zero;
            var replayed = FormattableString.Invariant($"replayed in {replay.TotalMilliseconds:0} ms");
            Field(screen, "up", $"{Units.Age(up)}, {replayed}");
        }

        Field(screen, "hosts", $"{status.HostCount}, {status.ConnectedAgentCount} agents connected");
        Field(screen, "computes", Units.Count(status.ComputeCount));
        Field(screen, "policy", status.PlacementPolicy);
        screen.Line();
        var table = new TextTable(
            new Column("SHARD"), new Column("EPOCH", Right: true), new Column("POSITION", Right: true),
            new Column("ACTORS", Right: true), new Column("QUEUED", Right: true));
        foreach (var shard in status.Shards)
        {
            table.Add(
                shard.ShardId, Units.Count(shard.Epoch), Units.Count(shard.Position), Units.Count(shard.ActorCount),
                Units.Count(shard.QueuedMessageCount));
        }

        table.Write(screen, isWide: true, "no shards");
    }

    private static void Field(Screen screen, string name, string text) =>
        screen.Line(new Span($"  {name,-9} ", Tone.Dim), text);
}
