namespace Vim.Scheduling.Demands;

/// <summary>How near to the guest a function must be, after request, vNIC and kind have been weighed.</summary>
internal enum Nearness
{
    /// <summary>No matter.</summary>
    Anywhere,

    /// <summary>On one of the guest's NUMA nodes, or its node unknown.</summary>
    Legacy,

    /// <summary>Anywhere, but counted as remote unless on one of the guest's NUMA nodes.</summary>
    Preferred,

    /// <summary>On one of the guest's NUMA nodes.</summary>
    Required,

    /// <summary>On a socket of one of the guest's NUMA nodes.</summary>
    Socket,

    /// <summary>On the host NUMA node of one guest NUMA node.</summary>
    Tied,
}
