namespace Vim.Scheduling.Explaining;

/// <summary>A statement that hosts are held against.</summary>
/// <param name="Statement">Its number.</param>
/// <param name="Wanted">How much is asked for; nothing is always there.</param>
internal readonly record struct Wish(int Statement, long Wanted)
{
    /// <summary>Finds a host with less.</summary>
    public void Check(Findings found, long available)
    {
        if (Wanted > available && Wanted > 0)
        {
            found.Add(Statement, available);
        }
    }

    /// <summary>Finds a host that does not do, one with nothing of it.</summary>
    public void Refuse(Findings found) => found.Add(Statement, 0);
}
