using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vim.Southbound.Simulated.Descriptions.Reading;

/// <summary>Gathers what is wrong, so that one run tells all of it.</summary>
internal sealed class DescriptionErrors(string file)
{
    private const int MaxErrors = 100;

    private readonly List<DescriptionError> _list = [];

    public bool Any => _list.Count > 0;

    public void Add(YamlNode at, string path, string message) => Add(at.Start, path, message);

    public void Add(Mark at, string path, string message)
    {
        if (_list.Count < MaxErrors)
        {
            _list.Add(new(file, at.Line, at.Column, path, message));
        }
    }

    public HostDescriptionException ToException() =>
        new([.. _list.OrderBy(error => error.Line).ThenBy(error => error.Column)]);
}
