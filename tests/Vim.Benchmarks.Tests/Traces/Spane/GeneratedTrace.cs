namespace Vim.Benchmarks.Tests.Traces.Spane;

/// <summary>Requests of the sizes of the real trace, so dense that some must wait.</summary>
internal static class GeneratedTrace
{
    private static readonly (int Cpus, int MemoryGiB, bool IsDouble)[] Flavours =
    [
        (1, 1, false), (1, 2, false), (2, 4, false), (4, 8, false), (2, 8, false),
        (4, 8, true), (4, 16, true), (8, 16, true), (16, 32, true), (32, 64, true),
    ];

    public static SpaneRequest[] Of(int seed, int count)
    {
        var random = new Random(seed);
        var now = 0.0;
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                now += random.Next(0, 20);
                var (cpus, memory, isDouble) = Flavours[random.Next(Flavours.Length)];
                return new SpaneRequest(cpus, memory, isDouble, now, random.Next(1, 400));
            }),
        ];
    }
}
