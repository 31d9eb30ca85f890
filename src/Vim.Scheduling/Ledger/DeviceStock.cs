namespace Vim.Scheduling.Ledger;

/// <summary>Devices of a host that a guest may take.</summary>
internal static class DeviceStock
{
    /// <summary>
    /// Those of a kind that are free; but none of a whole while a part of it is taken, and no part while the whole is.
    /// </summary>
    public static int TakeableDevices(this HostState host, int kind)
    {
        var kinds = host.Shape.Devices.Kinds;
        var mayExclude = host.Shape.Devices.HasWholes && !host.IsRoom && kinds[kind].Parent >= 0;
        for (var other = 0; mayExclude && other < kinds.Length; other++)
        {
            if (kinds[other].Parent == kinds[kind].Parent
                && kinds[other].IsWhole != kinds[kind].IsWhole
                && host.KindFree[other] < host.Shape.Devices.Counts[other])
            {
                return 0;
            }
        }

        return host.KindFree[kind];
    }
}
