using System.Globalization;
using System.Text.RegularExpressions;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Tests.Support;
using Vim.Testing.Processes;

namespace Vim.Southbound.Simulated.Tests.Descriptions;

/// <summary>Compares the descriptions with the recorded /sys trees of the machines, read here independently.</summary>
public sealed class RecordedMachineTests
{
    [Theory]
    [InlineData("dell-r740xd-2x-gold-6230", "dell-r740xd-gold6230.sysfs.tgz")]
    [InlineData("dell-r750-2x-gold-6330", "dell-r750-gold6330.sysfs.tgz")]
    [InlineData("xeon-2s-snc2-80-threads", "snc-4node-80thread.sysfs.tar.bz2")]
    [InlineData("xeon-2s-snc2-pmem-112-threads", "snc-pmem-8node-112thread.sysfs.tar.xz")]
    [InlineData("xeon-2s-snc2-pmem-sparse-112-threads", "snc-pmem-8node-112thread.sysfs.tar.xz")]
    [InlineData("xeon-2s-l5640-i350-vfs", "xeon-2node-i350-vfs.sysfs.tar.gz")]
    [InlineData("dell-c6145-4x-opteron-6276", "64amd64-4s2n4ca2co.tar.bz2")]
    [InlineData("dell-r910-4x-e7-4870", "40intel64-2g2n4c+pcilocality.tar.bz2")]
    [InlineData("dell-dcs8000z-2x-e5-2680", "32em64t-2n8c+dax+nvme+mic+dimms.tar.bz2")]
    [InlineData("intel-16s-xeon-7400-96-cores", "96em64t-4no4pa3ca2co.tar.bz2")]
    public async Task A_description_agrees_with_the_machine(string name, string record)
    {
        var folder = Directory.CreateTempSubdirectory("vim-host-");
        try
        {
            var sys = await ExtractAsync(record, folder.FullName);
            var host = HostDescriptionParser.Load(RepositoryFiles.Host(name)).ToInventory(Samples.Identity());
            CompareNodes(sys, host);
            CompareCpus(sys, host);
            ComparePci(sys, host);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> ExtractAsync(string record, string folder)
    {
        var archive = RealData.At("topologies", record);
        ForeignTool.Require("tar", "tar, with bzip2 and xz-utils");
        var result = await ForeignTool.RunAsync("tar", ["xf", archive, "-C", folder]);
        Assert.True(result.ExitCode == 0, result.Error);
        // /sys is full of links that lead round in circles.
        var walk =
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var cpu = Directory.GetDirectories(folder, "cpu", walk)
            .Single(path => path.EndsWith("/sys/devices/system/cpu", StringComparison.Ordinal));
        return cpu[..^"/devices/system/cpu".Length];
    }

    private static void CompareNodes(string sys, HostInventory host)
    {
        var recorded = Directory.GetDirectories(Path.Combine(sys, "devices/system/node"), "node*")
            .ToDictionary(path => Number(path, "node"), path => path);
        Assert.Subset(recorded.Keys.ToHashSet(), host.NumaNodes.Select(node => node.Id).ToHashSet());
        foreach (var (id, path) in recorded)
        {
            var cpus = ReadSet(path, "cpulist", "cpumap");
            var node = host.NumaNodes.FirstOrDefault(node => node.Id == id);
            if (node is null)
            {
                Assert.True(cpus.IsEmpty, "only memory-only nodes can be offline");
                continue;
            }

            Assert.Equal(cpus, node.Cpus);
            var memory =
                Regex.Match(File.ReadAllText(Path.Combine(path, "meminfo")), @"MemTotal:\s+(\d+) kB").Groups[1].Value;
            Assert.Equal(MemorySize.FromKiB(long.Parse(memory, CultureInfo.InvariantCulture)), node.Memory);
            var distances = Read(path, "distance")!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var all = recorded.Keys.Order().ToList();
            Assert.Equal(
                host.NumaNodes.Select(other => distances[all.IndexOf(other.Id)]),
                node.Distances.Select(distance => distance.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static void CompareCpus(string sys, HostInventory host)
    {
        var folders = Directory.GetDirectories(Path.Combine(sys, "devices/system/cpu"), "cpu*")
            .Where(path => Regex.IsMatch(Path.GetFileName(path), "^cpu[0-9]+$"))
            .ToDictionary(path => Number(path, "cpu"), path => Path.Combine(path, "topology"));
        Assert.Equal(CpuSet.Of(folders.Keys), CpuSet.Of(host.Cpus.Select(cpu => cpu.Id)));
        foreach (var cpu in host.Cpus)
        {
            var topology = folders[cpu.Id];
            var siblings = CpuSet.Of(
                host.Cpus.Where(other => other with { Id = cpu.Id } == cpu).Select(other => other.Id));
            Assert.Equal(ReadSet(topology, "thread_siblings_list", "thread_siblings"), siblings);
            Assert.Equal(Read(topology, "physical_package_id"), cpu.SocketId.ToString(CultureInfo.InvariantCulture));
            if (Read(topology, "die_id") is { } die)
            {
                Assert.Equal(die, cpu.DieId.ToString(CultureInfo.InvariantCulture));
            }

            // The Opteron's kernel counts the two cores of a module apart and yet lists them as siblings.
            var halves = host.Model.Contains("Opteron", StringComparison.Ordinal) ? 2 : 1;
            var core = int.Parse(Read(topology, "core_id")!, CultureInfo.InvariantCulture);
            Assert.Equal(core / halves, cpu.CoreId);
        }
    }

    private static void ComparePci(string sys, HostInventory host)
    {
        var pci = Path.Combine(sys, "bus/pci/devices");
        if (!Directory.Exists(pci))
        {
            return;
        }

        var compared = 0;
        foreach (var (address, node, vendor, device) in host.PhysicalFunctions
            .Select(function => (function.Address, function.NumaNode, function.VendorId, function.DeviceId))
            .Concat(host.Devices.Select(device => (device.Address, device.NumaNode, device.VendorId, device.DeviceId))))
        {
            var path = Path.Combine(pci, address.ToString());
            if (Read(path, "vendor") is not { } recordedVendor)
            {
                continue; // A card that the operator added.
            }

            compared++;
            Assert.Equal($"0x{vendor:x4} 0x{device:x4}", $"{recordedVendor} {Read(path, "device")}");
            var recordedNode = int.Parse(Read(path, "numa_node") ?? "-1", CultureInfo.InvariantCulture);
            Assert.Equal(recordedNode < 0 ? null : recordedNode, node);
        }

        var isEmpty = !Directory.EnumerateFileSystemEntries(pci).Any();
        Assert.True(compared > 0 || isEmpty, "no function of the machine was compared");
    }

    private static int Number(string path, string prefix) =>
        int.Parse(Path.GetFileName(path)[prefix.Length..], CultureInfo.InvariantCulture);

    private static string? Read(string folder, string file) =>
        File.Exists(Path.Combine(folder, file)) ? File.ReadAllText(Path.Combine(folder, file)).Trim() : null;

    private static CpuSet ReadSet(string folder, string list, string mask)
    {
        if (Read(folder, list) is { } text)
        {
            return CpuSet.Parse(text);
        }

        var digits = Read(folder, mask)!.Replace(",", "", StringComparison.Ordinal);
        return CpuSet.Of(Enumerable.Range(0, digits.Length * 4).Where(bit =>
            (Convert.ToInt32(digits[digits.Length - 1 - (bit / 4)].ToString(), 16) >> (bit % 4) & 1) == 1));
    }
}
