namespace Vim.Benchmarks.Running;

/// <summary>One measured figure.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Samples">Every repetition, in order; what is reported is their median.</param>
internal sealed record Figure(string Name, string Unit, IReadOnlyList<double> Samples)
{
    public double Median
    {
        get
        {
            var sorted = Samples.Order().ToArray();
            var middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    public double Min => Samples.Min();

    public double Max => Samples.Max();

    public static Figure Of(string name, string unit, double value) => new(name, unit, [value]);
}
