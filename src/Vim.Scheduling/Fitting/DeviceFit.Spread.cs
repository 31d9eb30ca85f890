using Vim.Domain.Epa;

namespace Vim.Scheduling.Fitting;

/// <summary>What devices that are parts of one physical device allow beside those that were taken.</summary>
internal sealed partial class DeviceFit
{
    /// <summary>How many devices of a kind, of so many that are there and near enough, may serve a demand.</summary>
    private int LimitSpread(int demand, int kind, int most)
    {
        var parent = _host.Shape.Devices.Kinds[kind].Parent;
        var spread = _demands[demand].Spread;
        if (most == 0 || (parent < 0 && spread != DeviceSpread.Together))
        {
            return most;
        }

        // More than one device together: those that are physical devices by themselves are never.
        return parent < 0 || IsBarred(kind, parent) || !IsSpread(demand, kind, parent, spread) ? 0
            : spread == DeviceSpread.Apart ? 1
            : most;
    }

    /// <summary>Whether the request took the whole of which these are parts, or a part of this whole.</summary>
    private bool IsBarred(int kind, int parent)
    {
        var kinds = _host.Shape.Devices.Kinds;
        for (var other = 0; _host.Shape.Devices.HasWholes && other < kinds.Length; other++)
        {
            if (kinds[other].Parent == parent
                && kinds[other].IsWhole != kinds[kind].IsWhole
                && _left[other] < _stock[other])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether what the kinds before gave to a demand leaves it a device of this physical device.</summary>
    private bool IsSpread(int demand, int kind, int parent, DeviceSpread spread)
    {
        for (var before = 0; spread != DeviceSpread.Any && before < kind; before++)
        {
            var isSame = _host.Shape.Devices.Kinds[before].Parent == parent;
            if (TakenOf(demand, before) > 0 && isSame == (spread == DeviceSpread.Apart))
            {
                return false;
            }
        }

        return true;
    }
}
