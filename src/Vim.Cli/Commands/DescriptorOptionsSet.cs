using System.CommandLine;
using Vim.Cli.Deployment;
using Vim.Cli.Errors;
using Vim.Descriptors;
using Vim.Descriptors.Model;

namespace Vim.Cli.Commands;

/// <summary>The options of the commands that read a descriptor.</summary>
internal sealed class DescriptorOptionsSet
{
    public Option<string[]> Parameters { get; } = new("--param")
    {
        Description = "Value of a parameter or input of the descriptor; may be given more than once",
        HelpName = "NAME=VALUE",
    };

    public Option<string[]> Companions { get; } = new("--env")
    {
        Description = "File with values of parameters; may be given more than once, later ones win",
        HelpName = "FILE",
    };

    public Option<string[]> Bindings { get; } = new("--bind")
    {
        Description = "Network of the descriptor to an existing network, or with @ to a physical network",
        HelpName = "LINK=NETWORK|LINK=@PHYSICAL",
    };

    public Option<string?> Name { get; } = new("--name")
    {
        Description = "Name of the deployment [that of the VNF]",
        HelpName = "NAME",
    };

    public Option<string?> Zone { get; } = new("--zone")
    {
        Description = "Resource zone of all computes [as the descriptor says, else any]",
        HelpName = "ZONE",
    };

    public Option<string[]> Aggregates { get; } = new("--aggregate")
    {
        Description = "Only on hosts in this aggregate; may be given more than once, all hold",
        HelpName = "AGGREGATE",
    };

    public Option<string[]> NotAggregates { get; } = new("--not-aggregate")
    {
        Description = "Only on hosts outside this aggregate; may be given more than once",
        HelpName = "AGGREGATE",
    };

    public Option<string?> Reservation { get; } = new("--reservation")
    {
        Description = "Take places of this reservation, by id",
        HelpName = "RESERVATION",
    };

    public Option<int> Priority { get; } = new("--priority")
    {
        Description = "0 to 1000: break unused places of reservations of a lower one where nothing else fits [0]",
        HelpName = "PRIORITY",
    };

    public Option<bool> LeaveOut { get; } = new("--leave-out-unsupported")
    {
        Description = "Deploy without what this VIM does not offer and a VNF can do without; each is told",
    };

    public Symbol[] Symbols =>
    [
        Parameters, Companions, Bindings, Name, Zone, Aggregates, NotAggregates, Reservation, Priority, LeaveOut,
    ];

    /// <summary>Where computes are to be.</summary>
    public Location LocationOf(CommandContext context) =>
        new(context.Get(Zone), context.Get(Aggregates) ?? [], context.Get(NotAggregates) ?? []);

    /// <summary>Reads the file and maps it.</summary>
    public DeploymentPlan Plan(CommandContext context, string file)
    {
        var deployment = DescriptorFiles.Read(
            file,
            context.Get(Companions) ?? [],
            Pairs(context.Get(Parameters) ?? [], "--param"),
            Pairs(context.Get(Bindings) ?? [], "--bind").ToDictionary(
                pair => pair.Key,
                pair => pair.Value.StartsWith('@')
                    ? new NetworkBinding(null, pair.Value[1..])
                    : new NetworkBinding(pair.Value, null)));
        return DeploymentMapper.Map(deployment, new MappingChoices
        {
            Name = NameOf(context.Get(Name), deployment),
            Tenant = context.Settings.Tenant,
            Location = LocationOf(context),
            Reservation = context.Get(Reservation),
            Priority = context.Get(Priority),
            LeaveOutUnsupported = context.Get(LeaveOut),
        });
    }

    private static string NameOf(string? given, VnfDeployment deployment)
    {
        const int NameLengthMax = 63;
        var name = given ?? deployment.Name;
        return name.Length is > 0 and <= NameLengthMax && !name.Contains('/', StringComparison.Ordinal)
            ? name
            : throw CliException.Usage(
                $"\"{name}\" cannot name a deployment", $"give a --name of 1 to {NameLengthMax} characters without /");
    }

    private static Dictionary<string, string> Pairs(IEnumerable<string> texts, string option)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !pairs.TryAdd(text[..equals], text[(equals + 1)..]))
            {
                throw CliException.Usage(
                    $"{option} {text} is not NAME=VALUE, or names one twice", $"write {option} NAME=VALUE");
            }
        }

        return pairs;
    }
}
