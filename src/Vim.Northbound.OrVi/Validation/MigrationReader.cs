using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Nfv.OrVi.V1;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Northbound.OrVi.Mapping;
using AffinityType = Vim.Domain.Placement.AffinityType;
using KeyValuePair = Nfv.OrVi.V1.KeyValuePair;
using MigrationType = Vim.Domain.Compute.MigrationType;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>A MigrateVirtualisedComputeResourceRequest as <see cref="MigrateCompute"/>.</summary>
internal sealed class MigrationReader(Violations violations)
{
    private const string HostKey = "host_id";
    private const string NotHostKey = "not_host_id";
    private const int MaxHosts = 1_000;
    private const int MaxConstraints = 64;

    /// <summary>The command; meaningless where anything was noted.</summary>
    public MigrateCompute Read(MigrateVirtualisedComputeResourceRequest request)
    {
        var compute = new ComputeId(violations.Id("compute_id", request.ComputeId));
        var hosts = request.MigrationConstraint;
        violations.If(
            hosts.Count > MaxHosts, "migration_constraint", $"{hosts.Count} constraints; at most {MaxHosts}");
        return new(compute, TypeOf(request.MigrationType))
        {
            OnlyHosts = HostsOf(hosts, HostKey),
            NotHosts = HostsOf(hosts, NotHostKey),
            Resources =
            [
                .. OthersOf("affinity_constraint", request.AffinityConstraint, AffinityType.Affinity),
                .. OthersOf("anti_affinity_constraint", request.AntiAffinityConstraint, AffinityType.AntiAffinity),
            ],
        };
    }

    private MigrationType TypeOf(Nfv.OrVi.V1.MigrationType type)
    {
        violations.If(
            type == Nfv.OrVi.V1.MigrationType.Unspecified || !Enum.IsDefined(type),
            "migration_type",
            "must be given: LIVE_MIGRATION or OFFLINE_MIGRATION");
        return type == Nfv.OrVi.V1.MigrationType.OfflineMigration ? MigrationType.Offline : MigrationType.Live;
    }

    private ImmutableArray<HostId> HostsOf(RepeatedField<KeyValuePair> pairs, string key)
    {
        var hosts = ImmutableArray.CreateBuilder<HostId>();
        for (var index = 0; index < Math.Min(pairs.Count, MaxHosts); index++)
        {
            if (pairs[index].Key == key)
            {
                hosts.Add(new(violations.Id($"migration_constraint[{index}].value", pairs[index].Value)));
            }
            else if (key == HostKey && pairs[index].Key != NotHostKey)
            {
                violations.Add(
                    $"migration_constraint[{index}].key",
                    $"\"{pairs[index].Key}\" is not known; {HostKey} and {NotHostKey} are");
            }
        }

        return hosts.ToImmutable();
    }

    // The groups of a compute hold wherever it goes; one that it is not in is no constraint of its placement.
    private IEnumerable<ResourceAffinity> OthersOf(
        string field, RepeatedField<AffinityOrAntiAffinityConstraint> given, AffinityType type)
    {
        violations.If(given.Count > MaxConstraints, field, $"{given.Count} constraints; at most {MaxConstraints}");
        for (var index = 0; index < Math.Min(given.Count, MaxConstraints); index++)
        {
            var one = given[index];
            var at = $"{field}[{index}]";
            var scope = AffinityMapping.FromProto(one.Scope);
            violations.If(scope is null, $"{at}.scope", $"{one.Scope} is not supported; use {AffinityMapping.Scopes}");
            violations.If(
                one.Type != Nfv.OrVi.V1.AffinityType.Unspecified && AffinityMapping.FromProto(one.Type) != type,
                $"{at}.type",
                $"{one.Type} does not belong here");
            violations.If(
                one.HasAffinityOrAntiAffinityResourceGroupId,
                $"{at}.affinity_or_anti_affinity_resource_group_id",
                "the groups of its allocation hold by themselves; give a resource list");
            var others = one.AffinityOrAntiAffinityResourceList?.Resource ?? [];
            var list = $"{at}.affinity_or_anti_affinity_resource_list.resource";
            foreach (var other in violations.Ids(list, others).Take(Violations.MaxIds))
            {
                yield return new(new(other), type, scope ?? default);
            }
        }
    }
}
