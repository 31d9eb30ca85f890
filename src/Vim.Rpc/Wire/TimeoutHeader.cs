using System.Globalization;

namespace Vim.Rpc.Wire;

/// <summary>The <c>grpc-timeout</c> header: at most eight digits and a unit (PROTOCOL-HTTP2.md, Timeout).</summary>
internal static class TimeoutHeader
{
    private const long MaxDigits = 99_999_999;
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    private static readonly (char Unit, long Ticks)[] UnitsFromFine =
    [
        ('u', TicksPerMicrosecond),
        ('m', TimeSpan.TicksPerMillisecond),
        ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute),
        ('H', TimeSpan.TicksPerHour),
    ];

    /// <summary>Reads a timeout; false for anything that is not one. Values too large are clamped.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9
            || text[..^1].ContainsAnyExceptInRange('0', '9')
            || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        // 99,999,999 hours are 3.6e18 ticks: every legal value fits 64 bits.
        switch (text[^1])
        {
            case 'H': timeout = new TimeSpan(value * TimeSpan.TicksPerHour); return true;
            case 'M': timeout = new TimeSpan(value * TimeSpan.TicksPerMinute); return true;
            case 'S': timeout = new TimeSpan(value * TimeSpan.TicksPerSecond); return true;
            case 'm': timeout = new TimeSpan(value * TimeSpan.TicksPerMillisecond); return true;
            case 'u': timeout = new TimeSpan(value * TicksPerMicrosecond); return true;
            case 'n': timeout = new TimeSpan((value + 99) / 100); return true;
            default: return false;
        }
    }

    /// <summary>Writes a timeout in the finest unit that holds it, rounded up; at least one microsecond.</summary>
    public static string Format(TimeSpan timeout)
    {
        var ticks = Math.Max(timeout.Ticks, 1);
        foreach (var (unit, unitTicks) in UnitsFromFine)
        {
            var count = (ticks - 1) / unitTicks + 1;
            if (count <= MaxDigits)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
            }
        }

        return "99999999H";
    }
}
