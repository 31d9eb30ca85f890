using System.Globalization;

namespace Vim.Scheduling.Policies;

/// <summary>So much of a host, or such a part of what it has.</summary>
/// <param name="Amount">An amount, or 0 to 100 of a hundred; 0 keeps nothing.</param>
/// <param name="IsPercent">Whether it is a part of what the host has.</param>
public readonly record struct KeptAmount(int Amount, bool IsPercent)
{
    /// <summary>The least that it is on any host.</summary>
    internal int Least => IsPercent ? 0 : Amount;

    /// <summary>As in a policy: <c>4</c>, <c>10%</c>.</summary>
    public override string ToString() =>
        Amount.ToString(CultureInfo.InvariantCulture) + (IsPercent ? "%" : "");

    /// <summary>As in a policy, of MiB: <c>16GiB</c>, <c>512MiB</c>, <c>10%</c>.</summary>
    internal string ToMemoryString() => IsPercent ? ToString()
        : Amount % 1024 == 0 ? FormattableString.Invariant($"{Amount / 1024}GiB")
        : FormattableString.Invariant($"{Amount}MiB");

    /// <summary>Whether it is left when so much is taken; it is where nothing is taken.</summary>
    internal bool IsLeft(long free, long taken, long all)
    {
        var left = free - taken;
        return taken <= 0 || Amount == 0 || (IsPercent ? left * 100 >= all * Amount : left >= Amount);
    }
}
