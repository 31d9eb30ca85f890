namespace Vim.Scheduling.Fitting;

/// <summary>Is shown one fit after the other on one host.</summary>
internal interface IFitVisitor
{
    /// <summary>
    /// Whether this fit is taken, and the search over. <paramref name="fit"/> may be read during the call.
    /// </summary>
    bool Takes(HostFit fit);
}
