namespace Vim.Conformance.Grpc;

/// <summary>The cases of grpc/doc/interop-test-descriptions.md.</summary>
internal static class InteropCases
{
    /// <summary>Cases that two peers on one machine can run.</summary>
    public static readonly string[] Runnable =
    [
        "empty_unary", "large_unary", "client_compressed_unary", "server_compressed_unary", "client_streaming",
        "client_compressed_streaming", "server_streaming", "server_compressed_streaming", "ping_pong",
        "empty_stream", "custom_metadata", "status_code_and_message", "special_status_message",
        "unimplemented_method", "unimplemented_service", "cancel_after_begin", "cancel_after_first_response",
        "timeout_on_sleeping_server", "rpc_soak", "channel_soak",
    ];

    /// <summary>Cases that need a cloud's credentials, proxies or load reports.</summary>
    public static readonly string[] CloudOnly =
    [
        "cacheable_unary", "compute_engine_creds", "service_account_creds", "jwt_token_creds", "oauth2_auth_token",
        "per_rpc_creds", "google_default_credentials", "compute_engine_channel_credentials", "pick_first_unary",
        "orca_per_rpc", "orca_oob",
    ];

    public static TheoryData<string> All => [.. Runnable, .. CloudOnly];
}
