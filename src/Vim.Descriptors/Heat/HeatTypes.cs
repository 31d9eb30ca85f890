namespace Vim.Descriptors.Heat;

/// <summary>Which resource types are deployed, and which are left to others without any bearing on placement.</summary>
internal static class HeatTypes
{
    internal const string Server = "OS::Nova::Server";
    internal const string Flavor = "OS::Nova::Flavor";
    internal const string ServerGroup = "OS::Nova::ServerGroup";
    internal const string Port = "OS::Neutron::Port";
    internal const string Net = "OS::Neutron::Net";
    internal const string ProviderNet = "OS::Neutron::ProviderNet";
    internal const string Subnet = "OS::Neutron::Subnet";
    internal const string QosPolicy = "OS::Neutron::QoSPolicy";
    internal const string QosMinimum = "OS::Neutron::QoSMinimumBandwidthRule";
    internal const string QosLimit = "OS::Neutron::QoSBandwidthLimitRule";

    internal static readonly IReadOnlySet<string> Deployed = new HashSet<string>(StringComparer.Ordinal)
    {
        Server, Flavor, ServerGroup, Port, Net, ProviderNet, Subnet, QosPolicy, QosMinimum, QosLimit,
    };

    /// <summary>Properties that are not deployed either (each gives a note), so their values need not be
    /// known.</summary>
    internal static readonly IReadOnlySet<string> NotEvaluated = new HashSet<string>(StringComparer.Ordinal)
    {
        "key_name", "security_groups", "allowed_address_pairs", "dns_name", "admin_user", "admin_pass", "personality",
    };

    /// <summary>Why each of these types is not deployed.</summary>
    internal static readonly IReadOnlyDictionary<string, string> NotDeployed =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OS::Nova::KeyPair"] = Keys,
            ["OS::Heat::RandomString"] = "it only makes a name for another resource",
            ["OS::Neutron::SecurityGroup"] = Filters,
            ["OS::Neutron::SecurityGroupRule"] = Filters,
            ["OS::Neutron::FloatingIP"] = Routing,
            ["OS::Neutron::FloatingIPAssociation"] = Routing,
            ["OS::Nova::FloatingIP"] = Routing,
            ["OS::Nova::FloatingIPAssociation"] = Routing,
            ["OS::Neutron::Router"] = Routing,
            ["OS::Neutron::RouterInterface"] = Routing,
            ["OS::Neutron::RouterGateway"] = Routing,
        };

    private const string Keys = "keys are given by the deployer";
    private const string Filters = "packet filters are not the infrastructure's; it has no bearing on placement";
    private const string Routing = "routing and public addresses are given outside; it has no bearing on placement";
}
