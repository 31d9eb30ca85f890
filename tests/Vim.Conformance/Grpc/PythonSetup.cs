namespace Vim.Conformance.Grpc;

/// <summary>Python with grpcio.</summary>
internal static class PythonSetup
{
    /// <summary>
    /// Debian's package belongs to Debian's interpreter; another python3 may stand first on the path.
    /// </summary>
    public const string Program = "/usr/bin/python3";

    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Grpc", "Python", name);

    /// <summary>The reason why it cannot be used; null when it can.</summary>
    public static async Task<string?> WhyNotAsync()
    {
        var probe = await ForeignProcess.RunAsync(
            Program, ["-c", "import grpc, google.protobuf"], null, TimeSpan.FromSeconds(20));
        return probe is { ExitCode: 0 } ? null : $"{Program} with grpcio (python3-grpcio) is not installed.";
    }
}
