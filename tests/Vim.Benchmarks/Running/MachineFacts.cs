using System.Runtime;
using System.Runtime.InteropServices;

namespace Vim.Benchmarks.Running;

/// <summary>What a figure depends on besides the code.</summary>
internal sealed record MachineFacts(
    string Processor,
    int Processors,
    long MemoryBytes,
    string OperatingSystem,
    string Runtime,
    bool ServerGarbageCollection,
    double LoadAverageBefore)
{
    public static MachineFacts Read() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        GCSettings.IsServerGC,
        LoadAverage());

    private static string ProcessorName()
    {
        const string Path = "/proc/cpuinfo";
        var line = File.Exists(Path)
            ? File.ReadLines(Path).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    /// <summary>Runnable tasks over the last minute: far above the processors, others are at work too.</summary>
    private static double LoadAverage()
    {
        const string Path = "/proc/loadavg";
        return File.Exists(Path)
            ? double.Parse(File.ReadAllText(Path).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)
            : double.NaN;
    }
}
