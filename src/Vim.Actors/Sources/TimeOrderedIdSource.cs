namespace Vim.Actors.Sources;

/// <summary>Version 7 UUIDs (RFC 9562 5.7): 48 bits of milliseconds, then chance. Ids made later sort later, by
/// millisecond.</summary>
public sealed class TimeOrderedIdSource(TimeProvider time, IRandomSource random) : IIdSource
{
    public Guid Next()
    {
        var milliseconds = (ulong)time.GetUtcNow().ToUnixTimeMilliseconds();
        var chance = random.NextBits();
        var a = (int)(milliseconds >> 16);
        var b = (short)milliseconds;
        var c = (short)(0x7000 | ((int)(chance >> 52) & 0x0FFF));
        var d = 0x8000_0000_0000_0000 | (random.NextBits() >> 2);
        return new Guid(
            a, b, c,
            (byte)(d >> 56), (byte)(d >> 48), (byte)(d >> 40), (byte)(d >> 32),
            (byte)(d >> 24), (byte)(d >> 16), (byte)(d >> 8), (byte)d);
    }
}
