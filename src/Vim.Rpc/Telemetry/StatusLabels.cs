namespace Vim.Rpc.Telemetry;

/// <summary>Status codes as labels of measurements.</summary>
internal static class StatusLabels
{
    private static readonly KeyValuePair<string, object?>[] Known =
        [.. Enum.GetValues<RpcStatusCode>().Order().Select(Make)];

    public static KeyValuePair<string, object?> Of(RpcStatusCode code) =>
        (uint)code < (uint)Known.Length ? Known[(int)code] : Make(code);

    private static KeyValuePair<string, object?> Make(RpcStatusCode code) =>
        new(InstrumentNames.StatusLabel, code.ToString());
}
