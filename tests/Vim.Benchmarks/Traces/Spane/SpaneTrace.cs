namespace Vim.Benchmarks.Traces.Spane;

/// <summary>
/// Requests by arrival, and where in them the episodes begin. The experiment lets a double split into fractions; in
/// the trace each has even amounts, so that one CPU and one GiB are one in the ledger too, and nothing is scaled. A
/// trace for which that does not hold is refused.
/// </summary>
/// <param name="Requests">By arrival.</param>
/// <param name="Episodes">First request, and how many there are with five servers.</param>
internal sealed record SpaneTrace(
    IReadOnlyList<SpaneRequest> Requests,
    IReadOnlyList<(int Start, int LengthOfFive)> Episodes)
{
    private const string Folder = "huawei-east-1";
    private const int LargestSingleGiB = 10;

    public static SpaneTrace Read(TraceFolder data) => new(
        [.. data.Rows(Folder, "requests.csv", "vmid,cpu,mem,at,lt").Select(RequestOf)],
        [
            .. data.Rows(Folder, "episodes.csv", "start_index,n_vm_5_servers")
                .Select(row => (row.Whole(0), row.Whole(1))),
        ]);

    public static SpaneRequest RequestOf(CsvRow row)
    {
        var parts = row.Whole(2) > LargestSingleGiB ? 2 : 1;
        return new(Part(row, 1, parts), Part(row, 2, parts), parts == 2, row.Number(3), row.Number(4));
    }

    private static int Part(CsvRow row, int column, int parts) => row.Whole(column) % parts == 0
        ? row.Whole(column) / parts
        : throw row.Bad(column, $"does not split into {parts} whole parts");
}
