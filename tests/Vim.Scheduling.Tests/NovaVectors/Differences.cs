namespace Vim.Scheduling.Tests.NovaVectors;

/// <summary>
/// Where this VIM answers otherwise than Nova did: case by case, each under its reason. A case that is listed and does
/// not differ any more, or differs in another way, is as wrong as one that differs and is not listed. A step of a
/// sequence is written after a slash.
/// </summary>
internal static class Differences
{
    private static readonly Reason[] Reasons =
    [
        new(
            "Isolate gives each vCPU a core of its own whose other threads stay idle, on any host. Nova does so on its "
            + "older hosts and turns away from newer ones that have threads.",
            "fits; Nova: no",
            "fit-0070 fit-0272 seq-002/13 seq-006/6 seq-016/2 seq-016/4 seq-022/2 seq-022/3 seq-022/4 seq-022/6 "
            + "seq-022/7 seq-026/0 seq-030/12 seq-030/2 seq-030/4 seq-030/5 seq-030/6 seq-030/9 seq-034/2 seq-034/9 "
            + "seq-038/1 seq-038/11"),
        new(
            "Emulator threads that shall run on the host's shared CPUs need a host that has some. Nova runs them on "
            + "the guest's own CPUs where there are none, which is what the guest asked not to happen.",
            "for emulator threads",
            "fit-0104 fit-0194 fit-0316 fit-0320 fit-0322 fit-0336 fit-0342 fit-0350 fit-0356 fit-0366 fit-0390 "
            + "fit-0402 fit-0414 fit-0438 fit-0484 seq-018/4 seq-018/8 seq-024/6 seq-024/11 seq-028/3 seq-034/0 "
            + "seq-034/8"),
        new(
            "A CPU is for shared or for dedicated vCPUs, as the operator set it. Nova's older hosts give the same CPUs "
            + "to both, so that a mixed guest's vCPUs may float over CPUs that another guest has for its own.",
            "SharedCpus",
            "fit-0230 fit-0244 fit-0318 fit-0428 fit-0456 fit-0502 fit-0550 seq-018/0 seq-018/1 seq-024/3"),
        new(
            "Memory that is no whole number of pages gets one page more. Nova turns away from every host.",
            "fits; Nova: no",
            "fit-0006 fit-0132 fit-0138 seq-014/8 seq-014/9 seq-018/2 seq-022/10 seq-026/2 seq-032/0 seq-032/3"),
        new(
            "A fault of Nova: a NUMA node of a mixed guest without a dedicated vCPU needs no pinning; Nova takes the "
            + "empty pinning for none found, and the guest fits nowhere.",
            "fits; Nova: no",
            "fit-0126 seq-002/8 seq-016/0 seq-016/11 seq-026/9 seq-030/7 seq-032/4 seq-038/0"),
        new(
            "A host that is not real: its cells have memory and no pages of any size. Here memory that is in no pool "
            + "is in small pages.",
            "fits; Nova: no",
            "fit-0110 fit-0224 fit-0290"),
        new(
            "A fault of Nova: emulator threads that are isolated beside isolated vCPUs got a CPU of a core that "
            + "another guest uses in part; Nova's own booking of it fails.",
            "WholeCores",
            "fit-0354"),
        new(
            "A fault of Nova: the request that prefers a local function takes the only one before the request that "
            + "must have it is looked at. Here all requests are decided together.",
            "fits; Nova: no",
            "pci-0034"),
        new(
            "4097 KiB is no page size of any CPU. Nova accepts it and finds no host; here the flavour is refused.",
            "is refused: hw:mem_page_size=4097",
            "con-0152 con-0212 con-0216"),
    ];

    /// <summary>Fails on every case whose answer is not as listed.</summary>
    /// <param name="category">Beginning of the ids of the cases.</param>
    /// <param name="found">What differs, by case.</param>
    public static void Check(string category, IReadOnlyDictionary<string, string> found)
    {
        var listed = Reasons.SelectMany(reason => reason.Ids.Select(id => (id, reason)))
            .Where(pair => pair.id.StartsWith(category, StringComparison.Ordinal))
            .ToDictionary(pair => pair.id, pair => pair.reason);
        var wrong = found
            .Where(pair => !listed.TryGetValue(pair.Key, out var reason)
                || !pair.Value.Contains(reason.Mark, StringComparison.Ordinal))
            .Select(pair => $"{pair.Key}: {pair.Value}")
            .Concat(listed.Keys.Except(found.Keys).Select(id => $"{id}: is listed and does not differ"))
            .Order(StringComparer.Ordinal)
            .ToArray();
        Assert.True(wrong.Length == 0, string.Join(Environment.NewLine, wrong));
    }

    /// <param name="Text">Why the answer is another, and right.</param>
    /// <param name="Mark">What the difference says.</param>
    /// <param name="Cases">The cases, blanks between.</param>
    private sealed record Reason(string Text, string Mark, string Cases)
    {
        public string[] Ids => Cases.Split(' ');
    }
}
