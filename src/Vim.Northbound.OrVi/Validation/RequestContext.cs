using Vim.Engine;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>For whom something is asked, and under which idempotency key.</summary>
/// <param name="ResourceGroup">Tenant; empty where the call names none.</param>
/// <param name="IdempotencyKey">The client's key; empty for none.</param>
internal readonly record struct RequestContext(string ResourceGroup, string IdempotencyKey)
{
    /// <summary>A read, for nobody in particular.</summary>
    public static RequestContext Read => new("", "");

    /// <summary>Checks an idempotency key.</summary>
    public static RequestContext Of(string resourceGroup, string key, Violations violations)
    {
        violations.Text("idempotency_key", key, CallerContext.MaxKeyLength);
        return new(resourceGroup, key);
    }
}
