using Nfv.OrVi.V1;
using Vim.Cli.Errors;
using KeyValuePair = Nfv.OrVi.V1.KeyValuePair;

namespace Vim.Cli.Client;

/// <summary>Live migrations, which take as long as memory takes to be copied.</summary>
internal static class Migrations
{
    /// <summary>Longer than the VIM lets one last.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromHours(2);

    /// <summary>
    /// Migrates a compute and waits until that is over, however long one call may take: whenever the VIM says that the
    /// outcome is not known yet, it is asked for it again.
    /// </summary>
    /// <param name="client">The VIM.</param>
    /// <param name="compute">Its id.</param>
    /// <param name="hosts">To one of which it is to go; none: to any.</param>
    /// <param name="notHosts">To which it is not to go.</param>
    /// <param name="cancellationToken">Stops waiting; the migration goes on.</param>
    /// <exception cref="CliException">It was refused or failed; the compute is where it was.</exception>
    public static async Task<VirtualCompute> MigrateAsync(
        this VimClient client,
        string compute,
        IEnumerable<string> hosts,
        IEnumerable<string> notHosts,
        CancellationToken cancellationToken)
    {
        var request = new MigrateVirtualisedComputeResourceRequest
        {
            ComputeId = compute,
            MigrationType = MigrationType.LiveMigration,
            IdempotencyKey = $"vimctl-{Guid.NewGuid():N}",
        };
        request.MigrationConstraint.AddRange(hosts.Select(host => new KeyValuePair { Key = "host_id", Value = host }));
        request.MigrationConstraint.AddRange(
            notHosts.Select(host => new KeyValuePair { Key = "not_host_id", Value = host }));
        var startedAt = client.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return (await client.CallAsync(OrVi.MigrateCompute, request, cancellationToken)).ComputeData;
            }
            catch (CliException failure) when (IsUnderWay(failure) && client.Time.GetElapsedTime(startedAt) < Limit)
            {
                // The same key: the same migration.
            }
        }
    }

    private static bool IsUnderWay(CliException failure) =>
        failure.Error.Code is "vim.request.deadline_exceeded" or "grpc.DeadlineExceeded";
}
