namespace Vim.Cli.Rendering;

/// <summary>One character for each compute of a host; those beyond the alphabet share one.</summary>
internal sealed class ComputeLetters
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const char Further = '+';
    private readonly Dictionary<string, char> _letters = new(StringComparer.Ordinal);

    public ComputeLetters(IEnumerable<string> computeIds)
    {
        foreach (var id in computeIds)
        {
            _letters.TryAdd(id, _letters.Count < Alphabet.Length ? Alphabet[_letters.Count] : Further);
        }
    }

    public char Of(string computeId) => _letters.GetValueOrDefault(computeId, Further);
}
