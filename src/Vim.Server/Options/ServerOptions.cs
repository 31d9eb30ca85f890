using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Vim.Domain.Identity;
using Vim.Scheduling.Placing;

namespace Vim.Server.Options;

/// <summary>How one member is set up. Made from the command line; everything has a safe default.</summary>
public sealed record ServerOptions
{
    /// <summary>Folder of the journal, the backups and the simulated hosts' guests. Made when missing.</summary>
    public required DirectoryInfo Data { get; init; }

    /// <summary>Where Or-Vi, admin and agents are served; port 0 lets the system choose.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>No TLS. Loopback only.</summary>
    public bool Plaintext { get; init; }

    /// <summary>PEM files, for TLS; null with <see cref="Plaintext"/>.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>Where metrics and health are served; null: nowhere.</summary>
    public IPEndPoint? Metrics { get; init; }

    /// <summary>Fleet file of simulated hosts to run in this process; null: none.</summary>
    public FileInfo? SimulatedHosts { get; init; }

    /// <summary>Keep the journal in memory: nothing outlives the process. For trying out.</summary>
    public bool InMemory { get; init; }

    /// <summary>OTLP endpoint for metrics; null: none.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>Name of this VIM towards orchestrators (vimId).</summary>
    public string VimId { get; init; } = "vim";

    /// <summary>Which of the hosts that fit is taken.</summary>
    public PlacementPolicy Policy { get; init; } = PlacementPolicy.Pack;

    /// <summary>Large guests by which fragmentation is measured; empty: parts of each zone's usual hosts.</summary>
    public ImmutableArray<FlavourId> FragmentationFlavours { get; init; } = [];

    /// <summary>Lowest level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Log lines as JSON objects, for machines.</summary>
    public bool LogJson { get; init; }

    /// <summary>An agent that is not heard of for so long makes its host suspected.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Rows of a zone's journal beyond one for each resource, above which the oldest are replaced by snapshots: what a
    /// restart reads in vain.
    /// </summary>
    public int SnapshotDebt { get; init; } = 100_000;

    /// <summary>The journal's file.</summary>
    public FileInfo Journal => new(Path.Combine(Data.FullName, "journal.db"));

    /// <summary>Where backups go.</summary>
    public DirectoryInfo Backups => new(Path.Combine(Data.FullName, "backups"));
}

/// <summary>PEM files of a TLS endpoint.</summary>
/// <param name="Certificate">The server's certificate, intermediates after it.</param>
/// <param name="Key">Its private key.</param>
/// <param name="ClientAuthorities">Authorities whose client certificates are accepted.</param>
public sealed record TlsFiles(FileInfo Certificate, FileInfo Key, FileInfo ClientAuthorities);
