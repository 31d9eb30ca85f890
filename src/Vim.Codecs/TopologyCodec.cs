using Vim.Domain.Identity;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Proto = Vim.Contracts.Model.V1;

namespace Vim.Codecs;

/// <summary>
/// Host inventories to and from <c>vim.model.v1</c>. Reading takes what is well formed as text; whether an inventory
/// makes sense is for <see cref="HostInventoryRules"/>.
/// </summary>
public static class TopologyCodec
{
    private const int MaxWords = (CpuSet.MaxId + 64) / 64;

    /// <summary>To the wire.</summary>
    public static Proto.CpuSet ToProto(this CpuSet set)
    {
        var message = new Proto.CpuSet();
        foreach (var word in set.Words)
        {
            message.Words.Add(word);
        }

        return message;
    }

    /// <summary>From the wire; absent is empty.</summary>
    /// <exception cref="FormatException">It names a CPU above <see cref="CpuSet.MaxId"/>.</exception>
    public static CpuSet ToDomain(this Proto.CpuSet? message)
    {
        if (message is null || message.Words.Count == 0)
        {
            return CpuSet.Empty;
        }

        if (message.Words.Count > MaxWords)
        {
            throw new FormatException($"a CPU set names a CPU above {CpuSet.MaxId}");
        }

        Span<ulong> words = stackalloc ulong[message.Words.Count];
        for (var index = 0; index < words.Length; index++)
        {
            words[index] = message.Words[index];
        }

        return CpuSet.FromWords(words);
    }

    /// <summary>To the wire.</summary>
    public static Proto.HostInventory ToProto(this HostInventory host)
    {
        var message = new Proto.HostInventory
        {
            HostId = host.Id.Value,
            ZoneId = host.Zone.Value,
            BootId = host.BootId,
            Model = host.Model,
            Rack = host.Rack,
            FaultDomain = host.FaultDomain,
            Architecture = host.Architecture,
            ReservedCpus = host.ReservedCpus.ToProto(),
            SharedCpus = host.SharedCpus.ToProto(),
            SharedCpuRatio = host.SharedCpuRatio,
            SmallPageRatio = host.SmallPageRatio,
            LocalStorageBytes = host.LocalStorage.Bytes,
        };
        message.Cpus.AddRange(host.Cpus.Select(cpu => new Proto.CpuThread
        {
            Id = cpu.Id,
            SocketId = cpu.SocketId,
            DieId = cpu.DieId,
            CoreId = cpu.CoreId,
        }));
        message.NumaNodes.AddRange(host.NumaNodes.Select(ToProto));
        message.PhysicalFunctions.AddRange(host.PhysicalFunctions.Select(ToProto));
        message.Devices.AddRange(host.Devices.Select(ToProto));
        message.Traits.AddRange(host.Traits);
        return message;
    }

    /// <summary>From the wire.</summary>
    /// <exception cref="FormatException">A part cannot be what it says.</exception>
    public static HostInventory ToDomain(this Proto.HostInventory message) => new()
    {
        Id = new HostId(message.HostId),
        Zone = new ZoneId(message.ZoneId),
        BootId = message.BootId,
        Model = message.Model,
        Rack = message.Rack,
        FaultDomain = message.FaultDomain,
        Architecture = message.Architecture,
        Cpus = [.. message.Cpus.Select(cpu => new CpuThread(cpu.Id, cpu.SocketId, cpu.DieId, cpu.CoreId))],
        NumaNodes = [.. message.NumaNodes.Select(ToDomain)],
        ReservedCpus = message.ReservedCpus.ToDomain(),
        SharedCpus = message.SharedCpus.ToDomain(),
        SharedCpuRatio = message.SharedCpuRatio,
        SmallPageRatio = message.SmallPageRatio,
        PhysicalFunctions = [.. message.PhysicalFunctions.Select(ToDomain)],
        Devices = [.. message.Devices.Select(ToDomain)],
        LocalStorage = new MemorySize(message.LocalStorageBytes),
        Traits = [.. message.Traits],
    };

    private static Proto.NumaNode ToProto(NumaNode node)
    {
        var message = new Proto.NumaNode
        {
            Id = node.Id,
            Cpus = node.Cpus.ToProto(),
            MemoryBytes = node.Memory.Bytes,
            ReservedMemoryBytes = node.ReservedMemory.Bytes,
        };
        message.HugePages.AddRange(node.HugePages.Select(pool => new Proto.HugePagePool
        {
            PageSizeBytes = pool.Size.Bytes,
            TotalPageCount = pool.Total,
            ReservedPageCount = pool.Reserved,
        }));
        message.Distances.AddRange(node.Distances);
        return message;
    }

    private static NumaNode ToDomain(Proto.NumaNode message) => new()
    {
        Id = message.Id,
        Cpus = message.Cpus.ToDomain(),
        Memory = new MemorySize(message.MemoryBytes),
        ReservedMemory = new MemorySize(message.ReservedMemoryBytes),
        HugePages = [.. message.HugePages.Select(pool => new HugePagePool(
            new PageSize(pool.PageSizeBytes), pool.TotalPageCount, pool.ReservedPageCount))],
        Distances = [.. message.Distances],
    };

    private static Proto.PhysicalFunction ToProto(PhysicalFunction function)
    {
        var message = new Proto.PhysicalFunction
        {
            PciAddress = function.Address.Packed,
            Name = function.Name,
            Nic = function.Nic,
            VendorId = function.VendorId,
            DeviceId = function.DeviceId,
            LinkSpeedBitsPerSecond = function.LinkSpeed.BitsPerSecond,
            ReservedBitsPerSecond = function.ReservedBandwidth.BitsPerSecond,
            CarriesVirtio = function.CarriesVirtio,
            AllowsPassthrough = function.AllowsPassthrough,
            OffersVhostUser = function.OffersVhostUser,
            OffersVdpa = function.OffersVdpa,
        };
        if (function.NumaNode is { } node)
        {
            message.NumaNode = node;
        }

        if (function.PhysicalNetwork is { } network)
        {
            message.PhysicalNetwork = network;
        }

        if (function.Switch is { } @switch)
        {
            message.Switch = @switch;
        }

        message.VirtualFunctionPciAddresses.AddRange(function.VirtualFunctions.Select(address => address.Packed));
        return message;
    }

    private static PhysicalFunction ToDomain(Proto.PhysicalFunction message) => new()
    {
        Address = PciAddress.FromPacked(message.PciAddress),
        Name = message.Name,
        Nic = message.Nic,
        NumaNode = message.HasNumaNode ? message.NumaNode : null,
        PhysicalNetwork = message.HasPhysicalNetwork ? message.PhysicalNetwork : null,
        Switch = message.HasSwitch ? message.Switch : null,
        VendorId = Id16(message.VendorId),
        DeviceId = Id16(message.DeviceId),
        LinkSpeed = new Bandwidth(message.LinkSpeedBitsPerSecond),
        ReservedBandwidth = new Bandwidth(message.ReservedBitsPerSecond),
        VirtualFunctions = [.. message.VirtualFunctionPciAddresses.Select(PciAddress.FromPacked)],
        CarriesVirtio = message.CarriesVirtio,
        AllowsPassthrough = message.AllowsPassthrough,
        OffersVhostUser = message.OffersVhostUser,
        OffersVdpa = message.OffersVdpa,
    };

    private static Proto.PciDevice ToProto(PciDevice device)
    {
        var message = new Proto.PciDevice
        {
            PciAddress = device.Address.Packed,
            VendorId = device.VendorId,
            DeviceId = device.DeviceId,
        };
        if (device.NumaNode is { } node)
        {
            message.NumaNode = node;
        }

        if (device.Alias is { } alias)
        {
            message.Alias = alias;
        }

        if (device.Parent is { } parent)
        {
            message.ParentPciAddress = parent.Packed;
        }

        return message;
    }

    private static PciDevice ToDomain(Proto.PciDevice message) => new(
        PciAddress.FromPacked(message.PciAddress),
        Id16(message.VendorId),
        Id16(message.DeviceId),
        message.HasNumaNode ? message.NumaNode : null,
        message.HasAlias ? message.Alias : null)
    {
        Parent = message.HasParentPciAddress ? PciAddress.FromPacked(message.ParentPciAddress) : null,
    };

    internal static ushort Id16(uint value) => value <= ushort.MaxValue
        ? (ushort)value
        : throw new FormatException($"PCI id {value:x} has more than 16 bits");
}
