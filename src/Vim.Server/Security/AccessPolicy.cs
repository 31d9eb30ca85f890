using Vim.Rpc;
using Vim.Rpc.Server;

namespace Vim.Server.Security;

/// <summary>
/// Who may call what. A client certificate names its role in a URI subject alternative name, <c>vim://ROLE/NAME</c>:
/// <c>vim://orchestrator/osm</c>, <c>vim://operator/alice</c>, <c>vim://noc/desk-1</c>, <c>vim://agent/HOST-ID</c>.
/// A plaintext endpoint exists on loopback only, and its peers are operators and agents of any host.
/// </summary>
public static class AccessPolicy
{
    private const string Scheme = "vim";

    /// <summary>The role and name that a certificate's names give; null when none is of the form.</summary>
    public static (Role Role, string Name)? Identify(IEnumerable<string> identities)
    {
        foreach (var identity in identities)
        {
            if (Uri.TryCreate(identity, UriKind.Absolute, out var uri)
                && uri.Scheme == Scheme
                && Enum.TryParse<Role>(uri.Host, ignoreCase: true, out var role)
                && uri.AbsolutePath.Length > 1)
            {
                return (role, Uri.UnescapeDataString(uri.AbsolutePath[1..]));
            }
        }

        return null;
    }

    /// <summary>Whether the role may call the method, <c>/package.Service/Method</c>.</summary>
    public static bool Allows(Role role, string method)
    {
        var isAgent = method.StartsWith("/vim.agent.", StringComparison.Ordinal);
        var isAdmin = method.StartsWith("/vim.admin.", StringComparison.Ordinal);
        var name = method.AsSpan(method.LastIndexOf('/') + 1);
        var reads = name.StartsWith("Query")
            || name.StartsWith("List")
            || name.StartsWith("Get")
            || name is "Subscribe" or "Notify" or "TerminateSubscription" or "Explain" or "PlanRepacking"
                or "WhatIf";
        var isGrpc = method.StartsWith("/grpc.", StringComparison.Ordinal);
        return isGrpc || role switch
        {
            Role.Agent => isAgent,
            Role.Operator => !isAgent,
            Role.Noc => !isAgent && reads,
            _ => !isAgent && !isAdmin,
        };
    }

    /// <summary>The check that runs before every handler.</summary>
    /// <exception cref="RpcException">
    /// UNAUTHENTICATED without a usable name, PERMISSION_DENIED without the right.
    /// </exception>
    public static ValueTask AuthorizeAsync(RpcServerCall call)
    {
        if (call.Peer.Certificate is null)
        {
            // Only a loopback endpoint that was asked for by name takes peers without a certificate.
            call.Principal = "loopback";
            return ValueTask.CompletedTask;
        }

        if (call.Peer.KeptOf(CallerOf) is not { } caller)
        {
            throw new RpcException(
                RpcStatusCode.Unauthenticated,
                "the client certificate has no URI name of the form vim://ROLE/NAME");
        }

        if (!Allows(caller.Role, call.Method.Path))
        {
            throw new RpcException(
                RpcStatusCode.PermissionDenied,
                $"the role {caller.Role.ToString().ToLowerInvariant()} may not call {call.Method.Path}");
        }

        call.Principal = caller.Principal;
        return ValueTask.CompletedTask;
    }

    private static Caller? CallerOf(RpcPeer peer) => Identify(peer.Identities) is not var (role, name)
        ? null
        : new Caller(role, role == Role.Agent ? name : $"{role.ToString().ToLowerInvariant()}/{name}");

    private sealed record Caller(Role Role, string Principal);
}
