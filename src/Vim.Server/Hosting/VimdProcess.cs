using System.Reflection;
using Microsoft.Extensions.Logging;
using Vim.Engine;
using Vim.Persistence;
using Vim.Server.Composition;
using Vim.Server.Options;

namespace Vim.Server.Hosting;

/// <summary>Runs a member until it is told to stop (SIGTERM, SIGINT) or its engine cannot go on.</summary>
internal static partial class VimdProcess
{
    public static string Version { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion ?? "0";

    public static async Task<int> RunAsync(Func<ServerOptions> read, CancellationToken stop)
    {
        try
        {
            var options = read();
            using var loggers = ServerLogging.Create(options);
            return await RunAsync(options, loggers, stop);
        }
        catch (OptionException problem)
        {
            return await EndAsync(problem.Message, ExitCodes.Usage);
        }
        catch (Exception problem) when (problem is JournalException or EngineStartException)
        {
            return await EndAsync(problem.Message, ExitCodes.Refused);
        }
        catch (IOException problem)
        {
            return await EndAsync(problem.Message, ExitCodes.CannotListen);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Ok;
        }
    }

    private static async Task<int> RunAsync(ServerOptions options, ILoggerFactory loggers, CancellationToken stop)
    {
        var log = loggers.CreateLogger("Vim.Server");
        Starting(log, Version, options.Data.FullName);
        Restoration? restoration = null;
        while (true)
        {
            MemberEnd end;
            await using (var member = await Member.StartAsync(options, restoration, TimeProvider.System, loggers, stop))
            {
                options = await TellAsync(log, member, options);
                end = await member.RunAsync(stop);
                if (end.Restoration is null)
                {
                    Stopping(log);
                }
            }

            if (end.Restoration is null)
            {
                return end.Failure is null ? ExitCodes.Ok : await EndAsync(end.Failure, ExitCodes.Failed);
            }

            restoration = StoreExchange.Run(end.Restoration, options.Journal);
            Restored(log, restoration.Backup.FullName, restoration.Kept.FullName, restoration.Problem);
        }
    }

    /// <summary>Says where the member is; there it stays when it starts again.</summary>
    private static async Task<ServerOptions> TellAsync(ILogger log, Member member, ServerOptions options)
    {
        Ready(log, member.Address, member.ReplayTime.TotalMilliseconds);

        // For scripts that asked for port 0: one line, on standard output, which has no other.
        var address = member.Address.GetLeftPart(UriPartial.Authority);
        await Console.Out.WriteLineAsync($"ready {address} metrics {member.MetricsAddress}");
        return options with
        {
            Listen = new(options.Listen.Address, member.Address.Port),
            Metrics = options.Metrics is { } metrics
                ? new(metrics.Address, new Uri(member.MetricsAddress).Port)
                : null,
        };
    }

    private static async Task<int> EndAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"vimd: {message}");
        return code;
    }

    [LoggerMessage(1, LogLevel.Information, "vimd {Version} starts; data in {Data}")]
    private static partial void Starting(ILogger log, string version, string data);

    [LoggerMessage(2, LogLevel.Information, "Ready at {Address}; replay took {ReplayMilliseconds:F0} ms")]
    private static partial void Ready(ILogger log, Uri address, double replayMilliseconds);

    [LoggerMessage(3, LogLevel.Information, "Told to stop: calls under way finish, then the journal is closed")]
    private static partial void Stopping(ILogger log);

    [LoggerMessage(4, LogLevel.Warning, "Restored from {Backup}; the store of before is {Kept}. Problem: {Problem}")]
    private static partial void Restored(ILogger log, string backup, string kept, string problem);
}
