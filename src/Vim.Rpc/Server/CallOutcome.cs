namespace Vim.Rpc.Server;

/// <summary>Who ended a call. The first to claim it writes the end; nobody else does.</summary>
internal enum CallOutcome
{
    Running,
    Finished,
    DeadlineExceeded,
}
