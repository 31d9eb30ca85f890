using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl version</c>: of this program; <c>vimctl status</c> tells that of the VIM.</summary>
internal static class VersionCommand
{
    public static Command Create(CliApplication application) => application.Define(
        "version",
        "Show the version of vimctl",
        context =>
        {
            var version = Assembly.GetExecutingAssembly()
                .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
            var node = new JsonObject { ["version"] = version, ["runtime"] = RuntimeInformation.FrameworkDescription };
            if (!context.WriteNode(() => node, [version]))
            {
                context.Output.Line($"vimctl {version}, {RuntimeInformation.FrameworkDescription}");
            }

            return Task.CompletedTask;
        });
}
