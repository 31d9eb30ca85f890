using Google.Protobuf.WellKnownTypes;
using Vim.AgentProtocol.Endpoint;
using Vim.Contracts.Admin.V1;
using Vim.Engine;
using Vim.Server.Hosting;
using Vim.Server.Options;
using Restoration = Vim.Server.Hosting.Restoration;

namespace Vim.Server.Admin;

/// <summary>How the member is, at the moment of asking.</summary>
internal sealed class MemberStatus(
    ServerOptions options,
    VimEngine engine,
    AgentEndpoint agents,
    DateTimeOffset startedAt,
    TimeSpan replayTime,
    Restoration? restoration)
{
    public static Contracts.Admin.V1.Restoration ToProto(Restoration restoration) => new()
    {
        BackupPath = restoration.Backup.FullName,
        KeptPath = restoration.Kept.FullName,
        Problem = restoration.Problem,
    };

    public GetStatusResponse Read()
    {
        var hosts = engine.Views.Hosts.Snapshot();
        var status = new GetStatusResponse
        {
            Version = VimdProcess.Version,
            VimId = options.VimId,
            Store = options.InMemory ? "memory" : $"sqlite {options.Journal.FullName}",
            StartedAt = Timestamp.FromDateTimeOffset(startedAt),
            ReplayDuration = Duration.FromTimeSpan(replayTime),
            Ready = true,
            HostCount = hosts.Count(host => host.State.Exists),
            ConnectedAgentCount = hosts.Count(host => agents.IsConnected(host.State.Id)),
            ComputeCount = engine.Views.Computes.Snapshot().Count(compute => compute.State.IsListed),
            PlacementPolicy = options.Policy.Name,
            Restoration = restoration is null ? null : ToProto(restoration),
        };
        foreach (var (name, shard) in engine.Statistics().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            status.Shards.Add(new ShardStatus
            {
                ShardId = name,
                Position = shard.DurablePosition,
                ActorCount = shard.Residents,
                QueuedMessageCount = shard.Mailbox,
            });
        }

        return status;
    }
}
