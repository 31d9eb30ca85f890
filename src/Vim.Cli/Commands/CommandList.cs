using System.CommandLine;

namespace Vim.Cli.Commands;

/// <summary>All commands, in the order of the help.</summary>
internal static class CommandList
{
    public static IEnumerable<Command> Create(CliApplication application) =>
    [
        DeployCommand.Create(application),
        UndeployCommand.Create(application),
        ExplainCommand.Create(application),
        ComputeCommands.Create(application),
        HostCommands.Create(application),
        NetworkCommands.Create(application),
        FlavourCommands.Create(application),
        ImageCommands.Create(application),
        ZoneCommands.Create(application),
        GroupCommands.Create(application),
        CapacityCommand.Create(application),
        ReservationCommands.Create(application),
        FragmentationCommand.Create(application),
        WhatIfCommand.Create(application),
        DefragCommands.Create(application),
        PolicyCommand.Create(application),
        WatchCommand.Create(application),
        StatusCommand.Create(application),
        BackupCommand.Create(application),
        RestoreCommand.Create(application),
        CompletionCommand.Create(application),
        VersionCommand.Create(application),
    ];
}
