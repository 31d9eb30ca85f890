using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Heat;

/// <summary>QoS policies: minimum bandwidth is guaranteed, a bandwidth limit is the peak, each by direction. Neutron's
/// egress is out of the guest, and the default.</summary>
internal sealed class HeatQos(Diagnostics diagnostics)
{
    private static readonly Dictionary<string, bool> Egress = new(StringComparer.Ordinal)
    {
        ["egress"] = true,
        ["ingress"] = false,
    };

    private readonly Dictionary<string, Rates> _policies = new(StringComparer.Ordinal);

    internal static Rates None { get; } = new(null, null, null, null);

    /// <summary>Rates in bit/s; null for none.</summary>
    internal sealed record Rates(long? GuaranteedIngress, long? GuaranteedEgress, long? PeakIngress, long? PeakEgress)
    {
        /// <summary>These rates, and those of another where these say nothing.</summary>
        internal Rates Or(Rates other) => new(
            GuaranteedIngress ?? other.GuaranteedIngress,
            GuaranteedEgress ?? other.GuaranteedEgress,
            PeakIngress ?? other.PeakIngress,
            PeakEgress ?? other.PeakEgress);
    }

    internal void ReadPolicy(HeatResource policy)
    {
        policy.Properties.Ignore("name", "description", "shared", "tags", "tenant_id");
        policy.Properties.Done();
        _policies[policy.Id] = None;
    }

    internal void ReadRule(HeatResource rule)
    {
        var properties = rule.Properties;
        properties.Ignore("tenant_id");
        var minimum = rule.Type == HeatTypes.QosMinimum;
        var kilobits =
            Values.Integer(properties.Require(minimum ? "min_kbps" : "max_kbps"), 0, 1_000_000_000, diagnostics);
        var egress = Values.Choice(properties.Take("direction"), Egress, diagnostics) ?? true;
        if (!minimum)
        {
            properties.NotDeployed("max_burst_kbps", "the VIM chooses the burst of a peak rate");
        }

        var policy = properties.Require("policy");
        properties.Done();
        if (policy is not YamlReference reference || !_policies.TryGetValue(reference.Resource, out var rates))
        {
            if (policy is not null)
            {
                diagnostics.Error(
                    policy,
                    "the rule's policy is no QoS policy of the template",
                    "name one with get_resource");
            }

            return;
        }

        var rate = kilobits * 1000;
        _policies[reference.Resource] = (minimum, egress) switch
        {
            (true, true) => rates with { GuaranteedEgress = rate },
            (true, false) => rates with { GuaranteedIngress = rate },
            (false, true) => rates with { PeakEgress = rate },
            (false, false) => rates with { PeakIngress = rate },
        };
    }

    internal Rates Of(YamlNode? policy)
    {
        switch (policy)
        {
            case null:
                return None;
            case YamlReference reference when _policies.TryGetValue(reference.Resource, out var rates):
                return rates;
            default:
                diagnostics.Error(
                    policy,
                    "the rates of this QoS policy are not in the template",
                    "define the policy in the template");
                return None;
        }
    }
}
