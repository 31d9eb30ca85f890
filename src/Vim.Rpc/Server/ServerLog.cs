using Microsoft.Extensions.Logging;

namespace Vim.Rpc.Server;

/// <summary>The log of a server; see ServerLog.Log.cs for the events.</summary>
internal sealed partial class ServerLog(ILogger logger)
{
    private readonly ILogger _logger = logger;
}
