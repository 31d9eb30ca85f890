using Vim.AgentProtocol.Wire;
using Vim.Contracts.Agent.V1;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Topology;
using Vim.Rpc;

namespace Vim.AgentProtocol.Endpoint;

/// <summary>What makes a registration acceptable before the VIM is asked.</summary>
internal static class AgentRegistrationRules
{
    private const int MaxIdLength = 255;

    /// <exception cref="RpcException">
    /// FAILED_PRECONDITION or INVALID_ARGUMENT, with everything that is wrong.
    /// </exception>
    public static RegisterHost Read(Register register)
    {
        if (register.ProtocolVersion < 1)
        {
            throw new RpcException(
                RpcStatusCode.FailedPrecondition,
                $"the agent speaks version {register.ProtocolVersion}; the VIM speaks 1 to {ProtocolVersion.Current}");
        }

        try
        {
            var host = register.ToDomain();
            Check(host.Inventory);
            return host;
        }
        catch (FormatException exception)
        {
            throw new RpcException(RpcStatusCode.InvalidArgument, exception.Message);
        }
    }

    /// <exception cref="FormatException">The inventory is not consistent.</exception>
    public static void Check(HostInventory inventory)
    {
        CheckId(inventory.Id.Value, "host id");
        CheckId(inventory.Zone.Value, "zone id");
        CheckId(inventory.BootId, "boot id");
        var violations = HostInventoryRules.Check(inventory);
        if (violations.Count > 0)
        {
            var first = violations.Take(10).Select(violation => $"{violation.Field}: {violation.Description}");
            throw new FormatException($"the inventory is not consistent: {string.Join("; ", first)}");
        }
    }

    /// <summary>The status for a refusal of the VIM.</summary>
    public static RpcException Refused(VimError refusal) => new(
        refusal.Code switch
        {
            ErrorCodes.InvalidArgument => RpcStatusCode.InvalidArgument,
            ErrorCodes.PermissionDenied => RpcStatusCode.PermissionDenied,
            ErrorCodes.Overloaded or ErrorCodes.JournalUnavailable or ErrorCodes.ShuttingDown or ErrorCodes.Fenced =>
                RpcStatusCode.Unavailable,
            _ => RpcStatusCode.FailedPrecondition,
        },
        $"{refusal.Code}: {refusal.Message}");

    private static void CheckId(string id, string what)
    {
        if (id.Length is 0 or > MaxIdLength || id.Any(character => char.IsControl(character)))
        {
            throw new FormatException($"the {what} must be 1 to {MaxIdLength} printable characters");
        }
    }
}
