using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Deployment;
using Vim.Cli.Errors;
using Vim.Cli.Output;
using Vim.Cli.Rendering;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl flavour ...</c>.</summary>
internal static class FlavourCommands
{
    public static Command Create(CliApplication application) => CliApplication.Group(
        "flavour", "Compute flavours", List(application), Show(application), Make(application), Delete(application));

    private static Command List(CliApplication application) => application.Define(
        "list",
        "List flavours",
        async context =>
        {
            var flavours = await context.Client.FlavoursAsync(Filters.All, context.CancellationToken);
            context.WriteAll(flavours, flavour => flavour.FlavourId, () =>
                FlavourTable.Write(context.Output, flavours, context.IsWide));
        });

    private static Command Show(CliApplication application)
    {
        var flavour = new Argument<string>("FLAVOUR") { Description = "Id or name" };
        return application.Define(
            "show",
            "Show a flavour with all that it asks",
            async context =>
            {
                var found = await context.Client.FlavourAsync(context.Get(flavour), context.CancellationToken);
                context.WriteOne(found, found.FlavourId, () =>
                    context.Output.Writer.WriteLine(MessageText.ToYaml(MessageText.ToNode(found))));
            },
            flavour);
    }

    private static Command Make(CliApplication application)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the flavour" };
        var file = new Option<string?>("--file")
        {
            Description = "VirtualComputeFlavour as JSON, as 'flavour show -o json' writes it",
            HelpName = "FILE",
        };
        var cpus = new Option<int?>("--vcpus") { Description = "vCPUs", HelpName = "COUNT" };
        var memory = new Option<long?>("--memory-mib") { Description = "Memory in MiB", HelpName = "MIB" };
        var disk = new Option<long?>("--disk-gib") { Description = "Local disk in GiB", HelpName = "GIB" };
        var dedicated = new Option<bool>("--dedicated") { Description = "A host CPU for each vCPU" };
        var huge = new Option<bool>("--huge-pages") { Description = "Huge pages, the largest that fit" };
        var metadata = new Option<string[]>("--metadata")
        {
            Description = "Metadata, OpenStack's keys among it (hw:cpu_policy=dedicated); may be given more than once",
            HelpName = "KEY=VALUE",
        };
        return application.Define(
            "create",
            "Create a flavour from a file or from a few figures",
            async context =>
            {
                var flavour = context.Get(file) is { } path
                    ? Read(path)
                    : FromFigures(
                        context.Get(cpus), context.Get(memory), context.Get(disk), context.Get(dedicated),
                        context.Get(huge));
                flavour.Name = context.Get(name);
                flavour.Metadata.AddRange((context.Get(metadata) ?? []).Select(Entry));
                var request = new CreateComputeFlavourRequest
                {
                    Flavour = flavour,
                    ResourceGroupId = context.Settings.Tenant,
                    IdempotencyKey = $"vimctl-{Guid.NewGuid():N}",
                };
                var answer = await context.Client.CallAsync(OrVi.CreateFlavour, request, context.CancellationToken);
                var made = answer.Flavour ?? flavour;
                context.WriteOne(
                    made, answer.FlavourId, () => FlavourTable.Write(context.Output, [made], context.IsWide));
            },
            name,
            file,
            cpus,
            memory,
            disk,
            dedicated,
            huge,
            metadata);
    }

    private static Command Delete(CliApplication application)
    {
        var flavours = new Argument<string[]>("FLAVOUR")
        {
            Description = "Ids or names",
            Arity = ArgumentArity.OneOrMore,
        };
        return application.Define(
            "delete",
            "Delete flavours; computes made of them stay as they are",
            async context =>
            {
                var removed = new List<VirtualComputeFlavour>();
                foreach (var idOrName in context.Get(flavours))
                {
                    var flavour = await context.Client.FlavourAsync(idOrName, context.CancellationToken);
                    await new ResourceRemover(context.Client)
                        .RemoveAsync(ResourceKind.Flavour, flavour.FlavourId, context.CancellationToken);
                    removed.Add(flavour);
                }

                context.WriteAll(removed, flavour => flavour.FlavourId, () => context.Output.Line(
                    $"deleted {string.Join(", ", removed.Select(flavour => flavour.FlavourId))}"));
            },
            flavours);
    }

    private static VirtualComputeFlavour Read(string path)
    {
        try
        {
            var node = JsonNode.Parse(File.ReadAllText(path));
            var flavour = JsonParser.Default.Parse<VirtualComputeFlavour>(node?.ToJsonString() ?? "{}");
            flavour.FlavourId = "";
            flavour.ResourceGroupId = "";
            return flavour;
        }
        catch (FileNotFoundException)
        {
            throw CliException.NotFound($"there is no file {path}", "check the name");
        }
        catch (Exception error) when (error is JsonException or InvalidProtocolBufferException or IOException)
        {
            throw CliException.Invalid(
                $"{path} is no flavour: {error.Message}", path, [],
                "write it as 'vimctl flavour show NAME -o json' does");
        }
    }

    private static Nfv.OrVi.V1.KeyValuePair Entry(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new() { Key = text[..equals], Value = text[(equals + 1)..] }
            : throw CliException.Usage($"--metadata {text} is not KEY=VALUE", "write such as hw:numa_nodes=2");
    }

    private static VirtualComputeFlavour FromFigures(int? cpus, long? memory, long? disk, bool dedicated, bool huge)
    {
        if (cpus is null || memory is null)
        {
            throw CliException.Usage(
                "a flavour needs --vcpus and --memory-mib, or --file", "see vimctl flavour create --help");
        }

        var flavour = new VirtualComputeFlavour
        {
            VirtualCpu = new VirtualCpuData { NumVirtualCpu = cpus.Value },
            VirtualMemory = new VirtualMemoryData { VirtualMemSize = new DataSize { Bytes = memory.Value << 20 } },
            Epa = new EpaRequirements
            {
                CpuPolicy = dedicated ? CpuPolicy.Dedicated : CpuPolicy.Unspecified,
                PageSize = huge ? PageSizeKind.Large : PageSizeKind.Unspecified,
            },
        };
        if (disk is > 0)
        {
            flavour.StorageAttributes.Add(new VirtualStorageData
            {
                TypeOfStorage = "local",
                SizeOfStorage = new DataSize { Bytes = disk.Value << 30 },
            });
        }

        return flavour;
    }
}
