using Vim.Domain.AffinityGroups;
using Vim.Domain.Placement;
using Proto = Nfv.OrVi.V1;

namespace Vim.Northbound.OrVi.Mapping;

/// <summary>Words of affinity. IFA 005 NFVI_NODE is the compute host, and the default scope.</summary>
internal static class AffinityMapping
{
    /// <summary>The scopes that are supported, for refusals.</summary>
    public const string Scopes = "SOCKET, NFVI_NODE, RACK, FAULT_DOMAIN or ZONE";

    public static AffinityType? FromProto(Proto.AffinityType type) => type switch
    {
        Proto.AffinityType.Affinity => AffinityType.Affinity,
        Proto.AffinityType.AntiAffinity => AffinityType.AntiAffinity,
        _ => null,
    };

    public static AffinityScope? FromProto(Proto.AffinityScope scope) => scope switch
    {
        Proto.AffinityScope.Unspecified or Proto.AffinityScope.NfviNode => AffinityScope.Host,
        Proto.AffinityScope.Socket => AffinityScope.Socket,
        Proto.AffinityScope.Rack => AffinityScope.Rack,
        Proto.AffinityScope.FaultDomain => AffinityScope.FaultDomain,
        Proto.AffinityScope.Zone => AffinityScope.Zone,
        _ => null,
    };

    public static Proto.AffinityType ToProto(AffinityType type) =>
        type == AffinityType.Affinity ? Proto.AffinityType.Affinity : Proto.AffinityType.AntiAffinity;

    public static Proto.AffinityScope ToProto(AffinityScope scope) => scope switch
    {
        AffinityScope.Socket => Proto.AffinityScope.Socket,
        AffinityScope.Rack => Proto.AffinityScope.Rack,
        AffinityScope.FaultDomain => Proto.AffinityScope.FaultDomain,
        AffinityScope.Zone => Proto.AffinityScope.Zone,
        _ => Proto.AffinityScope.NfviNode,
    };

    public static Proto.AffinityOrAntiAffinityConstraintsGroup ToProto(AffinityGroupState group) => new()
    {
        GroupId = group.Id.Value,
        GroupName = group.Name,
        Type = ToProto(group.Type),
        Scope = ToProto(group.Scope),
        Soft = group.IsSoft,
        MaxMemberCount = group.MaxPerScope,
    };
}
