namespace Vim.Cli.Deployment;

/// <summary>Gathers the demands that cannot be handed on, so that all are told at once and none is lost.</summary>
internal sealed class DemandLog
{
    private readonly List<UnsupportedDemand> _demands = [];

    public IReadOnlyList<UnsupportedDemand> Demands => _demands;

    /// <summary>A VNF that asks for it does not work without it.</summary>
    public void Needs(bool asked, string where, string demand) => Add(asked, where, demand, mayBeLeftOut: false);

    /// <summary>A VNF that asks for it works without it in some way.</summary>
    public void Wishes(bool asked, string where, string demand) => Add(asked, where, demand, mayBeLeftOut: true);

    private void Add(bool asked, string where, string demand, bool mayBeLeftOut)
    {
        if (asked)
        {
            _demands.Add(new UnsupportedDemand(where, demand, mayBeLeftOut));
        }
    }
}
