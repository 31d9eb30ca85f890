using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Fitting;

/// <summary>
/// vNICs that are apart on what several functions share: cards and switches. Which labels a card or a switch has is
/// kept by its number in the host, of which there are no more than functions.
/// </summary>
internal sealed partial class FunctionFit
{
    private readonly ulong[] _nicLabels = new ulong[64];
    private readonly ulong[] _switchLabels = new ulong[64];
    private bool _isSpread;

    /// <summary>Whether two demands on two functions break a label that they share.</summary>
    private bool Collide(in FunctionDemand demand, int function, in FunctionDemand other, int taken)
    {
        ref readonly var mine = ref _host.Shape.Functions[function];
        ref readonly var theirs = ref _host.Shape.Functions[taken];
        return (demand.NicLabel >= 0 && demand.NicLabel == other.NicLabel && mine.Nic == theirs.Nic)
            || (demand.SwitchLabel >= 0 && demand.SwitchLabel == other.SwitchLabel && mine.Switch == theirs.Switch);
    }

    /// <summary>Whether no demand that was served has a label of this one on the function's card or switch.</summary>
    private bool IsApart(in FunctionDemand demand, in FunctionShape function) =>
        (demand.NicLabel < 0 || (_nicLabels[function.Nic] >> demand.NicLabel & 1) == 0)
        && (demand.SwitchLabel < 0 || (_switchLabels[function.Switch] >> demand.SwitchLabel & 1) == 0);

    /// <summary>Sets the labels of a demand on a card and a switch, or takes them away again.</summary>
    private void Spread(in FunctionDemand demand, in FunctionShape function)
    {
        if (demand.NicLabel >= 0)
        {
            _nicLabels[function.Nic] ^= 1UL << demand.NicLabel;
        }

        if (demand.SwitchLabel >= 0)
        {
            _switchLabels[function.Switch] ^= 1UL << demand.SwitchLabel;
        }
    }
}
