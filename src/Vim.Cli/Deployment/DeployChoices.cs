namespace Vim.Cli.Deployment;

/// <summary>How a plan is carried out.</summary>
internal sealed record DeployChoices
{
    /// <summary>Images that are not there are registered with what the descriptor says of them.</summary>
    public required bool RegisterImages { get; init; }

    /// <summary>Wait until the guests run; else until they have their places.</summary>
    public required bool WaitForRunning { get; init; }

    /// <summary>Allocations under way at once, 1 to 64.</summary>
    public required int Parallel { get; init; }

    /// <summary>Leave what was made where it goes wrong.</summary>
    public required bool Keep { get; init; }
}
