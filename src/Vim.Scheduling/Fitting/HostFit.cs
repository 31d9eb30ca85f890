using System.Numerics;
using Vim.Domain.Epa;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Fitting;

/// <summary>
/// Decides exactly whether a request fits one host, and how: which host NUMA node each guest NUMA node is on, which
/// pages back it, which functions and devices it gets. Two guest NUMA nodes are never on one host NUMA node (as in
/// OpenStack): the guest would be told of a distance that is not there. Since each host node serves at most one guest
/// node, CPUs, pages and floating vCPUs are decided pair by pair; what couples pairs is the host's small-page memory
/// as a whole, and functions and devices, which are searched for each choice of nodes. The search is complete; alike
/// nodes are tried once, and what failed once is remembered. Scratch that is used again; for one thread at a time.
/// </summary>
internal sealed partial class HostFit
{
    public const int SmallPages = -1;

    private const int MaxGuests = ComputeRequirements.MaxNumaNodes;
    private const int MaxNodes = 64;
    private const int RememberAfter = 32;

    private readonly ulong[] _candidates = new ulong[MaxGuests];
    private readonly int[] _pool = new int[MaxGuests * MaxNodes];
    private readonly long[] _small = new long[MaxGuests * MaxNodes];
    private readonly long[] _rank = new long[MaxGuests * MaxNodes];
    private readonly int[] _alike = new int[MaxNodes];
    private readonly int[] _sequence = new int[MaxGuests];
    private readonly int[] _nodeOf = new int[MaxGuests];
    private readonly HashSet<(ulong Used, ulong Ties, long Small)> _failed = [];
    private readonly HashSet<(ulong Nodes, ulong Ties)> _failedFunctions = [];
    private HostState _host = null!;
    private Demand _demand = null!;
    private NodeLimits _limits;
    private IFitVisitor? _visitor;
    private int _guestCount;
    private int _tieCount;
    private int _remoteBudget;
    private int _failures;
    private bool _ignoreFunctions;
    private bool _hopeless;
    private bool _alikeKnown;

    public HostFit()
    {
        Functions = new(Budget);
        Devices = new(Budget);
        Pins = new(Budget);
        Siblings = new(Budget);
    }

    public SearchBudget Budget { get; } = new();

    public FunctionFit Functions { get; }

    public DeviceFit Devices { get; }

    /// <summary>Host CPUs by the request's rules, of the guest node and host node looked at last.</summary>
    public PinFit Pins { get; }

    /// <summary>Siblings for guest cores, of the guest node and host node looked at last.</summary>
    public SiblingFit Siblings { get; }

    /// <summary>Host node index by guest node, once fitted.</summary>
    public ReadOnlySpan<int> NodeOf => _nodeOf.AsSpan(0, _demand.NodeCount);

    /// <summary>Pool index that backs a guest node, or <see cref="SmallPages"/>, once fitted.</summary>
    public int PoolOf(int guest) => _pool[(guest * MaxNodes) + _nodeOf[guest]];

    /// <summary>
    /// Searches for a fit with at most so many functions and devices remote though local is preferred: among those, one
    /// whose NUMA nodes are as near to each other as can be. A visitor is shown the others too.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="demand">What is to fit.</param>
    /// <param name="order">Which nodes are tried first.</param>
    /// <param name="remoteBudget">How many may be remote.</param>
    /// <param name="limits">Which nodes may be used.</param>
    /// <param name="visitor">Is shown every fit until it takes one; null takes the first.</param>
    public bool Fit(
        HostState host,
        Demand demand,
        NodeOrder order,
        int remoteBudget,
        NodeLimits limits,
        IFitVisitor? visitor = null)
    {
        Start(host, demand, remoteBudget, limits, ignoreFunctions: false);
        _visitor = visitor;
        return HasTotals(host, demand)
            && FindCandidates(order)
            && Functions.Prepare(host, demand.Functions, demand.Functions.Length)
            && Devices.Prepare(host, demand.Devices, demand.Devices.Length)
            && Search()
            && (visitor is not null || demand.NodeCount < 2 || MoveTogether());
    }

    /// <summary>Finds again the fit that a visitor was shown, by its nodes.</summary>
    /// <param name="host">The host.</param>
    /// <param name="demand">What is to fit.</param>
    /// <param name="nodes">Host node index by guest node.</param>
    public bool FitOn(HostState host, Demand demand, ReadOnlySpan<int> nodes)
    {
        Start(host, demand, remoteBudget: 0, default, ignoreFunctions: false);
        FindCandidates(NodeOrder.LeastLeft);
        for (var guest = 0; guest < nodes.Length; guest++)
        {
            _candidates[guest] &= 1UL << nodes[guest];
        }

        return Functions.Prepare(host, demand.Functions, demand.Functions.Length)
            && Devices.Prepare(host, demand.Devices, demand.Devices.Length)
            && Search();
    }

    private static bool HasTotals(HostState host, Demand demand) =>
        (demand.TotalFloating == 0 || host.FreeShared >= demand.TotalFloating)
        && (demand.FloatingMemory == 0 || host.FreeSmall >= demand.FloatingMemory)
        && (!demand.SharesEmulator || !host.Shape.SharedCpus.IsEmpty)
        && (demand.LocalStorage == 0 || host.FreeStorage >= demand.LocalStorage);

    private void Start(HostState host, Demand demand, int remoteBudget, NodeLimits limits, bool ignoreFunctions)
    {
        Budget.StartHost();
        _host = host;
        _demand = demand;
        _remoteBudget = remoteBudget;
        _limits = limits;
        _ignoreFunctions = ignoreFunctions;
        _visitor = null;
        _level = NoLimit;
    }

    private bool Search()
    {
        KeepNear();
        return NodeMatching.IsComplete(_candidates.AsSpan(0, _demand.NodeCount))
            && SearchAll();
    }

    private bool SearchAll() => SearchNodes((1UL << _demand.NodeCount) - 1);

    /// <summary>Searches for host nodes of these guest nodes.</summary>
    private bool SearchNodes(ulong guests)
    {
        _failures = 0;
        _hopeless = false;
        _alikeKnown = false;
        _failed.Clear();
        _failedFunctions.Clear();
        Array.Fill(_nodeOf, -1);
        Sequence(guests);
        return Assign(0, 0, ulong.MaxValue, 0, 0);
    }

    /// <param name="depth">Guest nodes that have a host node.</param>
    /// <param name="used">Those host nodes.</param>
    /// <param name="open">Host nodes that are left, near enough to those.</param>
    /// <param name="ties">Host nodes of the guest nodes that functions are tied to.</param>
    /// <param name="small">Bytes of small pages taken.</param>
    private bool Assign(int depth, ulong used, ulong open, ulong ties, long small)
    {
        if (depth == _guestCount)
        {
            return SolveFunctionsOnce(used, ties) && (_visitor is null || _visitor.Takes(this));
        }

        if (_failures > RememberAfter && _failed.Contains((used, ties, small)))
        {
            return false;
        }

        var guest = _sequence[depth];
        var tried = 0UL;
        for (var left = _candidates[guest] & open; left != 0 && !_hopeless && !Budget.IsEnded;)
        {
            var node = Best(guest, left);
            left &= ~(1UL << node);
            var pair = (guest * MaxNodes) + node;
            if (small + _small[pair] > Math.Max(0, _host.FreeSmall) || (tried != 0 && IsLikeOne(node, tried)))
            {
                continue;
            }

            tried |= 1UL << node;
            _nodeOf[guest] = node;
            var nextTies = depth < _tieCount ? (ties << 6) | (uint)node : ties;
            if (Assign(depth + 1, used | 1UL << node, open & Near(node), nextTies, small + _small[pair]))
            {
                return true;
            }
        }

        _nodeOf[guest] = -1;
        if (Budget.Spend() && ++_failures > RememberAfter && _visitor is null)
        {
            _failed.Add((used, ties, small));
        }

        return false;
    }

    /// <summary>
    /// The candidate of the best rank, nodes with functions that the request may need first. (Ties in rank go to
    /// nodes without functions, so that the others stay for those who need them.)
    /// </summary>
    private int Best(int guest, ulong left)
    {
        var best = -1;
        var bestRank = long.MaxValue;
        var ranks = _rank.AsSpan(guest * MaxNodes, MaxNodes);
        var relevant = left & (Functions.RelevantNodes | Devices.RelevantNodes);
        for (left = relevant != 0 ? relevant : left; left != 0; left &= left - 1)
        {
            var node = BitOperations.TrailingZeroCount(left);
            var rank = ranks[node];
            if (rank < bestRank)
            {
                best = node;
                bestRank = rank;
            }
        }

        return best;
    }

    private bool SolveFunctionsOnce(ulong nodes, ulong ties)
    {
        if (_ignoreFunctions || Functions.Count + Devices.Count == 0)
        {
            return true;
        }

        if (_demand.NodeCount == 0)
        {
            return SolveFunctions(_host.Shape.AllNodes, _nodeOf);
        }

        var key = (nodes & (Functions.RelevantNodes | Devices.RelevantNodes), ties);
        if (_failedFunctions.Count > 0 && _failedFunctions.Contains(key))
        {
            return false;
        }

        if (SolveFunctions(nodes, _nodeOf))
        {
            return true;
        }

        // The first failure asks whether any choice of nodes can do: often it is the functions that are not there.
        if (_failedFunctions.Count == 0)
        {
            var all = 0UL;
            for (var guest = 0; guest < _demand.NodeCount; guest++)
            {
                all |= _candidates[guest];
            }

            Span<int> anywhere = stackalloc int[MaxGuests];
            anywhere.Fill(-1);
            _hopeless = !SolveFunctions(all, anywhere);
        }

        _failedFunctions.Add(key);
        return false;
    }

    /// <summary>
    /// Devices and functions share nothing but the budget: as few remote devices as can be, the rest for functions.
    /// </summary>
    private bool SolveFunctions(ulong nodes, ReadOnlySpan<int> nodeOf)
    {
        for (var remote = 0; remote <= _remoteBudget; remote++)
        {
            if (Devices.Solve(nodes, remote, ignoreNuma: false))
            {
                return Functions.Solve(nodes, nodeOf, _remoteBudget - remote, ignoreNuma: false);
            }
        }

        return false;
    }
}
