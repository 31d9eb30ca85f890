using Nfv.OrVi.V1;
using Vim.Cli.Output;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Rendering;

/// <summary>What each CPU of a host is for and whose it is, as one character in its tone.</summary>
internal sealed class CpuOwners
{
    private static readonly Span Reserved = new("r", Tone.Dim);
    private static readonly Span Shared = new("s", Tone.Accent);
    private static readonly Span Free = new("·", Tone.Plain);
    private static readonly Span Idle = new("-", Tone.Warning);
    private static readonly Span Emulator = new("e", Tone.Warning);
    private static readonly Span Unknown = new("?", Tone.Bad);

    private readonly Dictionary<int, Span> _marks = [];

    public CpuOwners(GetHostResponse host, IReadOnlyList<VirtualCompute> computes, ComputeLetters letters)
    {
        Mark(CpuList.FromMask(host.Inventory?.ReservedCpus?.Words ?? []), Reserved);
        Mark(CpuList.FromMask(host.Inventory?.SharedCpus?.Words ?? []), Shared);
        foreach (var node in host.NumaNodes)
        {
            Mark(CpuList.FromMask(node.ClaimedCpus?.Words ?? []), Unknown);
        }

        foreach (var compute in computes)
        {
            Mark(compute, letters.Of(compute.ComputeId));
        }
    }

    public static IReadOnlyList<(Span Mark, string Meaning)> Legend { get; } =
    [
        (Reserved, "reserved for the host"),
        (Shared, "shared"),
        (Free, "free"),
        (Idle, "idle sibling"),
        (Emulator, "emulator"),
        (Unknown, "claimed, owner not known"),
    ];

    public Span Of(int cpu) => _marks.GetValueOrDefault(cpu, Free);

    public bool IsFree(int cpu) => !_marks.ContainsKey(cpu);

    private void Mark(VirtualCompute compute, char letter)
    {
        if (compute.EffectivePlacement is not { } placement)
        {
            return;
        }

        Mark(CpuList.Parse(placement.IdleSiblings), Idle);
        if (placement.EmulatorIsolated)
        {
            Mark(CpuList.Parse(placement.EmulatorCpus), Emulator);
        }

        Mark(placement.Pins.Select(pin => pin.HostCpu), new Span(letter.ToString(), Tone.Good));
    }

    private void Mark(IEnumerable<int> cpus, Span mark)
    {
        foreach (var cpu in cpus)
        {
            _marks[cpu] = mark;
        }
    }
}
