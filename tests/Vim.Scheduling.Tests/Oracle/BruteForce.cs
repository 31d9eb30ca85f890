using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Tests.Oracle;

/// <summary>
/// Whether a request fits a host, by trying everything: every map of guest nodes to host nodes, every subset of CPUs,
/// every page size, every function for every vNIC, every device. Written from the meaning of the words, with plain
/// sets and no shortcut; it shares nothing with the placer.
/// </summary>
internal sealed class BruteForce
{
    private readonly HostInventory _host;
    private readonly IReadOnlyList<HostPlacement> _claims;
    private readonly HashSet<int> _free;
    private readonly Func<IReadOnlyCollection<int>, bool> _mayUse;
    private ComputeRequirements _wanted = null!;
    private CpuSearch _cpus = null!;
    private GuestNumaNode[] _guests = [];

    /// <param name="host">The host.</param>
    /// <param name="claims">What is taken of it.</param>
    /// <param name="mayUse">Whether a guest may lie on these nodes, none where it floats; null: on any.</param>
    public BruteForce(
        HostInventory host,
        IReadOnlyList<HostPlacement> claims,
        Func<IReadOnlyCollection<int>, bool>? mayUse = null)
    {
        _mayUse = mayUse ?? (_ => true);
        _host = host;
        _claims = claims;
        _free = [.. host.DedicatedCpus];
        foreach (var claim in claims)
        {
            _free.ExceptWith(claim.ClaimedCpus);
        }
    }

    /// <summary>The fewest functions and devices remote though local is preferred, of all ways that fit.</summary>
    public int LeastRemote { get; private set; }

    /// <summary>
    /// Of those ways, the least greatest distance between two host nodes; 0 where there is one node or none is told.
    /// </summary>
    public int LeastDistance { get; private set; }

    public bool Fits(ComputeRequirements wanted)
    {
        Ask(wanted);
        _guests = [.. wanted.EffectiveNumaNodes];
        LeastRemote = int.MaxValue;
        var sharedOk = wanted.EmulatorThreads != EmulatorThreadPolicy.Share || !_host.SharedCpus.IsEmpty;
        var floating = wanted.VirtualCpuCount - wanted.PinnedVirtualCpus.Count;
        var floatOk = floating == 0 || _claims.Sum(claim => claim.FloatingVirtualCpuCount) + floating
            <= (int)Math.Floor(_host.SharedCpus.Count * _host.SharedCpuRatio);
        var storageOk = wanted.LocalStorage == MemorySize.Zero
            || _claims.Sum(claim => claim.LocalStorage.Bytes) + wanted.LocalStorage.Bytes <= _host.LocalStorage.Bytes;
        if (!sharedOk || !floatOk || !storageOk)
        {
            return false;
        }

        if (_guests.Length == 0)
        {
            var rounded = (wanted.Memory.Bytes + 4095) / 4096 * 4096;
            if (SmallUsed() + rounded > _host.NumaNodes.Sum(SmallCapacity) || !_mayUse([]))
            {
                return false;
            }

            TryFunctions([.. _host.NumaNodes.Select(node => node.Id)], []);
            return LeastRemote < int.MaxValue;
        }

        Map([]);
        return LeastRemote < int.MaxValue;
    }

    /// <summary>The most guest nodes that fit at once, vNICs, devices and storage left out.</summary>
    public int MostNodes(ComputeRequirements wanted)
    {
        var most = 0;
        Ask(wanted with { Vnics = [], Devices = [] });
        for (var mask = 1; mask < 1 << wanted.EffectiveNumaNodes.Length; mask++)
        {
            _guests = [.. wanted.EffectiveNumaNodes.Where(node => (mask >> node.Id & 1) != 0)];
            LeastRemote = int.MaxValue;
            Map([]);
            most = LeastRemote < int.MaxValue ? Math.Max(most, _guests.Length) : most;
        }

        return most;
    }

    /// <summary>The most rules of a guest node, in order, that a host node with enough CPUs can keep.</summary>
    public int MostRules(ComputeRequirements wanted, int guestId)
    {
        var guest = wanted.EffectiveNumaNodes.Single(node => node.Id == guestId);
        var rules = wanted.CpuPinningRules.Where(rule => guest.VirtualCpus.Contains(rule.VirtualCpu)).ToList();
        for (var count = rules.Count; count > 0; count--)
        {
            Ask(wanted with { CpuPinningRules = [.. rules.Take(count)] });
            if (_host.NumaNodes.Any(node => _cpus.Fits(guest, node)))
            {
                return count;
            }
        }

        return 0;
    }

    /// <summary>What <see cref="CpuSearch.MostCores"/> says of one of the guest nodes.</summary>
    public int MostCores(ComputeRequirements wanted, int guestId)
    {
        Ask(wanted);
        return _cpus.MostCores(wanted.EffectiveNumaNodes.Single(node => node.Id == guestId));
    }

    private void Ask(ComputeRequirements wanted)
    {
        _wanted = wanted;
        _cpus = new(_host, _free, wanted);
    }

    private void Map(List<NumaNode> chosen)
    {
        if (chosen.Count < _guests.Length)
        {
            foreach (var node in _host.NumaNodes.Where(node => !chosen.Contains(node)))
            {
                Map([.. chosen, node]);
            }

            return;
        }

        if (!_mayUse([.. chosen.Select(node => node.Id)]))
        {
            return;
        }

        for (var index = 0; index < chosen.Count; index++)
        {
            if (!_cpus.Fits(_guests[index], chosen[index]) || !FloatingFits(_guests[index], chosen[index]))
            {
                return;
            }
        }

        if (PagesFit(chosen, [], []))
        {
            TryFunctions(
                [.. chosen.Select(node => node.Id)],
                _guests.Zip(chosen).ToDictionary(pair => pair.First.Id, pair => pair.Second.Id));
        }
    }

    private bool FloatingFits(GuestNumaNode guest, NumaNode node)
    {
        var need = guest.VirtualCpus.Except(_wanted.PinnedVirtualCpus).Count;
        var used = _claims.SelectMany(claim => claim.Nodes)
            .Where(place => place.HostNode == node.Id)
            .Sum(place => place.FloatingVirtualCpuCount);
        var shared = node.Cpus.Intersect(_host.SharedCpus).Count;
        return need == 0 || (need <= shared && used + need <= (int)Math.Floor(shared * _host.SharedCpuRatio));
    }

    private bool PagesFit(List<NumaNode> chosen, List<PageSize> sizes, List<long> small)
    {
        var index = sizes.Count;
        if (index == chosen.Count)
        {
            return small.Count == 0 || SmallUsed() + small.Sum() <= _host.NumaNodes.Sum(SmallCapacity);
        }

        var node = chosen[index];
        foreach (var size in node.HugePages.Select(pool => pool.Size).Append(PageSize.Small))
        {
            var allowed = _wanted.PageSize.Kind switch
            {
                PageSizeKind.Small => size == PageSize.Small,
                PageSizeKind.Large => size != PageSize.Small,
                PageSizeKind.Any => true,
                _ => size == _wanted.PageSize.Exact,
            };
            var need = (_guests[index].Memory.Bytes + size.Bytes - 1) / size.Bytes;
            var used = _claims.SelectMany(claim => claim.Nodes)
                .Where(place => place.HostNode == node.Id && place.PageSize == size)
                .Sum(place => place.PageCount);
            var pool = node.HugePages.FirstOrDefault(candidate => candidate.Size == size);
            var capacity = size == PageSize.Small ? SmallCapacity(node) / 4096 : pool.Total - pool.Reserved;
            if (allowed
                && used + need <= capacity
                && PagesFit(chosen, [.. sizes, size], size == PageSize.Small ? [.. small, need * 4096] : small))
            {
                return true;
            }
        }

        return false;
    }

    private long SmallUsed() => _claims.Sum(claim => claim.FloatingMemory.Bytes
        + claim.Nodes.Where(place => place.PageSize == PageSize.Small).Sum(place => place.PageCount * 4096));

    private long SmallCapacity(NumaNode node)
    {
        var left =
            node.Memory.Bytes - node.ReservedMemory.Bytes - node.HugePages.Sum(pool => pool.Size.Bytes * pool.Total);
        return left <= 0 ? 0 : (long)(left * _host.SmallPageRatio) / 4096 * 4096;
    }

    private void TryFunctions(HashSet<int> mine, Dictionary<int, int> hostNodeOf)
    {
        var remote = new FunctionSearch(_host, _claims, _wanted, mine, hostNodeOf).LeastRemote();
        var distance = DistanceOf(_host, hostNodeOf.Values);
        if (remote < LeastRemote || (remote == LeastRemote && distance < LeastDistance))
        {
            (LeastRemote, LeastDistance) = (remote, distance);
        }
    }

    /// <summary>The greatest distance between two of these nodes, the longer of the two ways.</summary>
    public static int DistanceOf(HostInventory host, IEnumerable<int> nodes)
    {
        var places = nodes.Select(id => host.NumaNodes.ToList().FindIndex(node => node.Id == id)).ToList();
        return host.NumaNodes.Any(node => node.Distances.IsEmpty)
            ? 0
            : places.SelectMany(from => places.Where(to => to != from).Select(to => host.NumaNodes[from].Distances[to]))
                .Append(0)
                .Max();
    }
}
