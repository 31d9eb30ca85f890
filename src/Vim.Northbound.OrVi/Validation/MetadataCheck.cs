using Google.Protobuf.Collections;
using Vim.Domain.Epa;
using Vim.Domain.Epa.Metadata;
using KeyValuePair = Nfv.OrVi.V1.KeyValuePair;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>Reads metadata in OpenStack's keys and notes each refusal under the entry that it is about.</summary>
internal sealed class MetadataCheck(string path, Violations violations)
{
    /// <summary>
    /// What typed fields and metadata ask together; what the typed fields ask alone, where metadata was refused.
    /// </summary>
    /// <param name="source">What is read.</param>
    /// <param name="entries">The entries as the request has them, for their places.</param>
    public EpaParts Read(MetadataSource source, RepeatedField<KeyValuePair> entries)
    {
        var reading = FlavourMetadata.Read(source);
        foreach (var refusal in reading.Refusals)
        {
            var index = IndexOf(entries, refusal.Key);
            violations.Add(index < 0 ? path : $"{path}[{index}].value", refusal.ToString());
        }

        return reading.Refusals.IsEmpty
            ? reading.Parts
            : source.Typed with
            {
                CpuPolicy = source.Typed.CpuPolicy ?? (source.IsPinned ? CpuPolicy.Dedicated : null),
            };
    }

    /// <summary>Refuses keys that ask something of a host where nobody reads them.</summary>
    /// <param name="entries">The entries.</param>
    public void RefuseDemands(RepeatedField<KeyValuePair> entries)
    {
        for (var index = 0; index < Math.Min(entries.Count, Violations.MaxPairs); index++)
        {
            violations.If(
                FlavourMetadata.Understands(entries[index].Key),
                $"{path}[{index}].key",
                $"{entries[index].Key} is a demand on the host: it belongs into the metadata of the flavour");
        }
    }

    private static int IndexOf(RepeatedField<KeyValuePair> entries, string key)
    {
        for (var index = 0; index < entries.Count; index++)
        {
            if (entries[index].Key == key)
            {
                return index;
            }
        }

        return -1;
    }
}
