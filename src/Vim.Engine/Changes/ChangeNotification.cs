using Vim.Domain.Identity;
using Vim.Domain.Subscriptions;

namespace Vim.Engine.Changes;

/// <summary>
/// One change of a resource, told when it was durable; or the mark that changes were lost to a reader.
/// </summary>
public sealed record ChangeNotification
{
    /// <summary>
    /// Rises with every change, also over restarts; numbers have gaps. A reader resumes after the last one that it saw.
    /// </summary>
    public long Sequence { get; internal set; }

    /// <summary>
    /// True for the mark in place of changes that are not kept any more: the reader lists the resources anew. Then no
    /// other field but <see cref="Sequence"/> and <see cref="At"/> means anything.
    /// </summary>
    public bool IsGap { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Kind of the resource.</summary>
    public ResourceKind Kind { get; init; }

    /// <summary>What happened.</summary>
    public ChangeType Type { get; init; }

    /// <summary>Id of the resource.</summary>
    public string ResourceId { get; init; } = "";

    /// <summary>Tenant; empty for hosts.</summary>
    public ResourceGroupId ResourceGroup { get; init; }

    /// <summary>Zone; empty for what belongs to none.</summary>
    public ZoneId Zone { get; init; }

    /// <summary>Name of the event: <c>ComputeStarted</c>.</summary>
    public string Event { get; init; } = "";

    /// <summary>The resource's view after the change; null after a deletion.</summary>
    public object? View { get; init; }
}
