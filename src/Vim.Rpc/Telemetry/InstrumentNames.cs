namespace Vim.Rpc.Telemetry;

/// <summary>Names of the instruments; never renamed, dashboards and alerts know them.</summary>
public static class InstrumentNames
{
    public const string Meter = "Vim.Rpc";

    public const string ServerCallsStarted = "vim_rpc_server_calls_started_total";
    public const string ServerCallsCompleted = "vim_rpc_server_calls_completed_total";
    public const string ServerCallsFailed = "vim_rpc_server_calls_failed_total";
    public const string ServerCallsDeadlineExceeded = "vim_rpc_server_calls_deadline_exceeded_total";
    public const string ServerCallsUnimplemented = "vim_rpc_server_calls_unimplemented_total";
    public const string ServerCallsCurrent = "vim_rpc_server_calls_current";
    public const string ServerMessagesReceived = "vim_rpc_server_messages_received_total";
    public const string ServerMessagesSent = "vim_rpc_server_messages_sent_total";
    public const string ServerCallDuration = "vim_rpc_server_call_duration_seconds";

    public const string ClientCallsStarted = "vim_rpc_client_calls_started_total";
    public const string ClientCallsCompleted = "vim_rpc_client_calls_completed_total";
    public const string ClientCallDuration = "vim_rpc_client_call_duration_seconds";

    /// <summary>Label: <c>package.Service/Method</c>.</summary>
    public const string MethodLabel = "method";

    /// <summary>Label: name of the status code.</summary>
    public const string StatusLabel = "status";
}
