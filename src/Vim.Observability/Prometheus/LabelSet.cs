namespace Vim.Observability.Prometheus;

/// <summary>
/// The labels of a measurement as they come, in their order: what a series is found by without writing them out.
/// </summary>
internal sealed class LabelSet(ReadOnlySpan<KeyValuePair<string, object?>> tags)
{
    private readonly KeyValuePair<string, object?>[] _tags = tags.ToArray();

    private ReadOnlySpan<KeyValuePair<string, object?>> Tags => _tags;

    /// <summary>Lets a dictionary of label sets be asked for the tags of a measurement.</summary>
    public sealed class Comparer :
        IEqualityComparer<LabelSet>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, LabelSet>
    {
        public bool Equals(LabelSet? x, LabelSet? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && Equals(x.Tags, y));

        public int GetHashCode(LabelSet obj) => GetHashCode(obj.Tags);

        public LabelSet Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => new(alternate);

        public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
        {
            // The keys are the same for all measurements of an instrument: the values tell them apart.
            var hash = alternate.Length;
            foreach (var (_, value) in alternate)
            {
                hash = HashCode.Combine(hash, value);
            }

            return hash;
        }

        public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, LabelSet other)
        {
            var tags = other.Tags;
            if (alternate.Length != tags.Length)
            {
                return false;
            }

            for (var index = 0; index < tags.Length; index++)
            {
                if (alternate[index].Key != tags[index].Key || !Equals(alternate[index].Value, tags[index].Value))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
