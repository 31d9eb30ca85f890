using Vim.Descriptors.Model;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>Gathers the errors and notes of one reading. Errors beyond the limit are counted, not kept.</summary>
internal sealed class Diagnostics(int errorsMax)
{
    private readonly List<DescriptorError> _errors = [];
    private readonly HashSet<DescriptorError> _seen = [];
    private readonly List<DeploymentNote> _notes = [];
    private readonly HashSet<DeploymentNote> _seenNotes = [];

    internal bool HasErrors => _errors.Count > 0;

    internal IReadOnlyList<DeploymentNote> Notes => _notes;

    internal IReadOnlyList<DescriptorError> Errors =>
    [
        .. _errors
            .OrderBy(e => e.Place.File, StringComparer.Ordinal)
            .ThenBy(e => e.Place.Line)
            .ThenBy(e => e.Place.Column),
    ];

    internal void Error(SourcePlace place, string problem, string remedy)
    {
        var error = new DescriptorError(place, Shorten(problem), Shorten(remedy));
        if (_errors.Count < errorsMax && _seen.Add(error))
        {
            _errors.Add(error);
        }
    }

    internal void Error(YamlNode node, string problem, string remedy) => Error(node.Place, problem, remedy);

    internal void Note(YamlNode node, string text)
    {
        var note = new DeploymentNote(node.Place, Shorten(text));
        if (_notes.Count < errorsMax * 10 && _seenNotes.Add(note))
        {
            _notes.Add(note);
        }
    }

    private static string Shorten(string text) => text.Length <= 1000 ? text : text[..1000] + "...";
}
