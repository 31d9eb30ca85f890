using System.Buffers.Binary;
using Vim.Southbound.Simulated.Faults;

namespace Vim.Southbound.Simulated;

/// <summary>The boot ids of a simulated host: the first is given, each reboot's follows from it.</summary>
internal static class BootIds
{
    /// <summary>The boot id after so many reboots, in the form of Linux's (a random UUID).</summary>
    public static string After(string first, int reboots)
    {
        if (reboots == 0)
        {
            return first;
        }

        var chance = Chance.Of(0, first, "boot", reboots);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, chance.Next());
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], chance.Next());
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
