namespace Vim.Descriptors.Model;

/// <summary>A subnet of a virtual link.</summary>
public sealed record Subnet
{
    /// <summary>Name, unique in its link.</summary>
    public required string Name { get; init; }

    /// <summary>Address block (10.0.1.0/24); null lets the VIM choose.</summary>
    public string? Cidr { get; init; }

    /// <summary>4 or 6.</summary>
    public int IpVersion { get; init; } = 4;

    /// <summary>Gateway address; null lets the VIM choose unless <see cref="NoGateway"/>.</summary>
    public string? GatewayIp { get; init; }

    /// <summary>True when there must be no gateway.</summary>
    public bool NoGateway { get; init; }

    /// <summary>Whether addresses are given by DHCP; null is the VIM's default.</summary>
    public bool? DhcpEnabled { get; init; }

    /// <summary>Name servers.</summary>
    public IReadOnlyList<string> DnsServers { get; init; } = [];

    /// <summary>Address ranges, each `first-last`.</summary>
    public IReadOnlyList<string> AllocationPools { get; init; } = [];
}
