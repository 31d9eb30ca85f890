using System.Diagnostics;
using System.Text;
using Vim.Testing.Time;

namespace Vim.AgentProtocol.Tests.Program;

/// <summary>A running <c>vim-agent</c>; killed when it is disposed before its end.</summary>
internal sealed class AgentProgram : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    public AgentProgram(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.Binary("Vim.Agent", "vim-agent"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new() { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().InTime();
        return _process.ExitCode;
    }

    public async Task<int> SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync().InTime();
        return await EndAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
