using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Southbound.Simulated.Descriptions.Reading;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vim.Southbound.Simulated.Descriptions;

/// <summary>
/// Reads host descriptions (<c>etsi-models/hosts</c>, schema <c>etsi-models/host.schema.json</c>). A description that
/// is read is consistent: every NUMA node, CPU and function that it names exists, nothing is given twice, and what is
/// set aside fits.
/// </summary>
public static class HostDescriptionParser
{
    /// <summary>The most characters of a description.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="HostDescriptionException">It cannot be read, or is not a description.</exception>
    public static HostDescription Load(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length > MaxLength
                ? throw Whole(path, $"has {length} bytes; a host description has at most {MaxLength}")
                : Parse(File.ReadAllText(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Whole(path, $"cannot be read: {exception.Message}");
        }
    }

    /// <summary>Reads a description.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <exception cref="HostDescriptionException">
    /// The text is not a description; it tells everything that is wrong.
    /// </exception>
    public static HostDescription Parse(string text, string file)
    {
        if (text.Length > MaxLength)
        {
            throw Whole(file, $"has {text.Length} characters; a host description has at most {MaxLength}");
        }

        var errors = new DescriptionErrors(file);
        var description = Read(text, file, errors);
        return errors.Any || description is null ? throw errors.ToException() : description;
    }

    private static HostDescriptionException Whole(string file, string message) => new([new(file, 0, 0, "", message)]);

    private static HostDescription? Read(string text, string file, DescriptionErrors errors)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            errors.Add(exception.Start, "", $"is not YAML: {exception.InnerException?.Message ?? exception.Message}");
            return null;
        }

        if (stream.Documents.Count != 1)
        {
            errors.Add(new Mark(), "", $"has {stream.Documents.Count} YAML documents; a host description is one");
            return null;
        }

        var root = new MapReader(stream.Documents[0].RootNode, "", errors);
        var server = root.Map("server", required: true);
        var setup = root.Map("setup", required: true);
        var simulation = root.Map("simulation", required: false);
        root.Done();
        if (server is null || setup is null)
        {
            return null;
        }

        var timing = SimulationReader.ReadTiming(simulation);
        var faults = SimulationReader.ReadFaults(simulation, errors);
        simulation?.Done();
        var pattern = ReadPattern(server, setup, errors);
        return new(Path.GetFileNameWithoutExtension(file), pattern, timing, faults);
    }

    private static HostInventory ReadPattern(MapReader server, MapReader setup, DescriptionErrors errors)
    {
        var cores = new CoreReader(errors);
        cores.Read(server);
        var nodes = new NumaNodeReader(errors);
        nodes.ReadServer(server);
        cores.CheckNodes(server, nodes.Ids);
        var numaNodes = nodes.ReadSetup(setup, cores.NodeOfCpu);
        var online = numaNodes.Select(node => node.Id).ToHashSet();
        var nics = new NicReader(errors, online);
        nics.ReadNics(server, "nics");
        nics.ReadNics(setup, "added_nics");
        nics.ReadSetup(setup);
        var all = CpuSet.Of(cores.Cpus.Select(cpu => cpu.Id));
        var reserved = ReadCpus(setup, "housekeeping_cpus", all, CpuSet.Empty, errors);
        var pattern = new HostInventory
        {
            Id = new HostId(""),
            Zone = new ZoneId(""),
            BootId = "",
            Model = server.Required("model", Formats.Text, ""),
            Architecture = server.Required("architecture", Formats.Text, ""),
            Cpus = [.. cores.Cpus],
            NumaNodes = numaNodes,
            ReservedCpus = reserved,
            SharedCpus = ReadCpus(setup, "shared_cpus", all, reserved, errors),
            SharedCpuRatio = setup.Optional("shared_cpu_ratio", Formats.Ratio, 1),
            SmallPageRatio = setup.Optional("small_page_ratio", Formats.Ratio, 1),
            PhysicalFunctions = nics.Functions,
            Devices = DeviceReader.Read(server, setup, online, errors),
            LocalStorage = setup.Optional("local_storage", Formats.Memory, MemorySize.Zero),
            Traits = setup.Values("traits", Formats.Trait, required: false)
                .ToImmutableSortedSet(StringComparer.Ordinal),
        };
        server.Done();
        setup.Done();
        return pattern;
    }

    private static CpuSet ReadCpus(MapReader setup, string key, CpuSet all, CpuSet taken, DescriptionErrors errors)
    {
        var set = setup.Optional(key, Formats.Cpus, CpuList.Empty).ToSet();
        if (!set.IsSubsetOf(all))
        {
            errors.Add(setup.At(key), setup.PathOf(key), $"the server has no CPU {set.Except(all)}");
        }

        if (set.Overlaps(taken))
        {
            errors.Add(
                setup.At(key),
                setup.PathOf(key),
                $"CPU {set.Intersect(taken)} is a housekeeping CPU; shared CPUs are others");
        }

        return set;
    }
}
