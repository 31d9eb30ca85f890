using System.Runtime.InteropServices;
using Vim.Cli.Commands;
using Vim.Cli.Configuration;
using Vim.Cli.Errors;

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, signal) =>
{
    // The first time the command ends in order; the second time the process ends.
    signal.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
};
using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    interrupt.Cancel();
});
try
{
    return await new CliApplication(CliEnvironment.OfProcess()).RunAsync(args, interrupt.Token);
}
catch (IOException) when (Console.IsOutputRedirected)
{
    // Whoever read the output went away (head, less): nothing to tell and nobody to tell it to.
    return ExitCodes.Ok;
}
