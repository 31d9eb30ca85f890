namespace Vim.Scheduling.Ledger;

/// <summary>
/// One shape for all hosts that are alike: a zone of a few models of server keeps a few shapes, not one a host.
/// </summary>
internal sealed class ShapeTable
{
    private readonly Dictionary<HostShape, (HostShape Shape, int Hosts)> _shapes = [];

    /// <summary>The shape that is kept for such hosts; counts one host more.</summary>
    public HostShape Share(HostShape made)
    {
        var (shape, hosts) = _shapes.GetValueOrDefault(made, (made, 0));
        _shapes[shape] = (shape, hosts + 1);
        return shape;
    }

    /// <summary>Counts one host less; a shape without hosts is forgotten.</summary>
    public void Release(HostShape shape)
    {
        var hosts = _shapes[shape].Hosts - 1;
        if (hosts == 0)
        {
            _shapes.Remove(shape);
        }
        else
        {
            _shapes[shape] = (shape, hosts);
        }
    }
}
