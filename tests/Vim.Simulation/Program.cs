using Xunit.Runner.InProc.SystemConsole;

namespace Vim.Simulation;

/// <summary>Tests, or, with the first argument <c>simulate</c>, as many worlds as wished for.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) =>
        args is ["simulate", ..] ? SimulateCommand.Run(args[1..]) : await ConsoleRunner.Run(args);
}
