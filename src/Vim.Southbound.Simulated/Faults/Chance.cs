namespace Vim.Southbound.Simulated.Faults;

/// <summary>
/// A small stream of numbers that follows from its key alone. The key is hashed with FNV-1a (64 bits), the stream is
/// SplitMix64; both are public-domain constructions with good mixing and no state beyond 8 bytes.
/// </summary>
internal struct Chance
{
    private ulong _state;

    private Chance(ulong state) => _state = state;

    public static Chance Of(ulong seed, string first, string second, long number)
    {
        var hash = 0xcbf29ce484222325UL ^ seed;
        hash = Add(hash, first);
        hash = Add(hash, second);
        return new((hash ^ (ulong)number) * 0x100000001b3UL);
    }

    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public uint NextUInt32() => (uint)(Next() >> 32);

    public ulong Next()
    {
        _state += 0x9e3779b97f4a7c15UL;
        var mixed = (_state ^ (_state >> 30)) * 0xbf58476d1ce4e5b9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebUL;
        return mixed ^ (mixed >> 31);
    }

    private static ulong Add(ulong hash, string text)
    {
        foreach (var character in text)
        {
            hash = (hash ^ character) * 0x100000001b3UL;
        }

        return (hash ^ 0xff) * 0x100000001b3UL;
    }
}
