using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Vim.Domain.Subscriptions;
using Vim.Engine.Changes;
using Vim.Engine.Views;
using Proto = Nfv.OrVi.V1;

namespace Vim.Northbound.OrVi.Mapping;

/// <summary>Changes as VirtualisedResourceChangeNotification (IFA 005 8.4.9).</summary>
internal static class ChangeMapping
{
    public static Proto.VirtualisedResourceChangeNotification ToProto(
        ChangeNotification change, string vimId, Func<ComputeView, Proto.VirtualCompute> compute)
    {
        var result = new Proto.VirtualisedResourceChangeNotification
        {
            ChangeId = change.Sequence.ToString(CultureInfo.InvariantCulture),
            VirtualisedResourceId = change.ResourceId,
            VimId = vimId,
            ChangeType = change.Type switch
            {
                ChangeType.Created => Proto.VirtualisedResourceChangeType.Allocated,
                ChangeType.Deleted => Proto.VirtualisedResourceChangeType.Terminated,
                _ => Proto.VirtualisedResourceChangeType.Updated,
            },
            Time = Timestamp.FromDateTimeOffset(change.At),
            ResourceType = Proto.VirtualResourceType.Compute,
        };
        result.ChangedResourceData.Add(new Proto.KeyValuePair { Key = "event", Value = change.Event });
        if (change.View is ComputeView view)
        {
            result.Compute = compute(view);
            result.ChangedResourceData.Add(
                new Proto.KeyValuePair { Key = "runningState", Value = EtsiWords.Of(result.Compute.RunningState) });
        }

        return result;
    }
}
