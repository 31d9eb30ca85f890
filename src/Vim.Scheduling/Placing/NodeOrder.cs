namespace Vim.Scheduling.Placing;

/// <summary>Which NUMA nodes of a host are tried first.</summary>
public enum NodeOrder
{
    /// <summary>Those that the guest leaves least on: fragments are used up, large holes stay.</summary>
    LeastLeft,

    /// <summary>Those that the guest leaves most on.</summary>
    MostLeft,
}
