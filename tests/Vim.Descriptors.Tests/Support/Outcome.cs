using Vim.Descriptors.Model;

namespace Vim.Descriptors.Tests.Support;

/// <summary>Reads texts and asserts the outcome, with the errors in the failure's message.</summary>
internal static class Outcome
{
    internal static DescriptorResult Read(string text, params (string Name, string Value)[] parameters) =>
        DescriptorReader.Read(new DescriptorFile("test.yaml", text), [], Parameters(parameters));

    internal static DescriptorOptions Parameters(params (string Name, string Value)[] parameters) =>
        new() { Parameters = parameters.ToDictionary(p => p.Name, p => p.Value) };

    internal static VnfDeployment Deployable(DescriptorResult result)
    {
        Assert.True(result.Deployment is not null, string.Join('\n', result.Errors));
        Assert.Empty(result.Errors);
        return result.Deployment;
    }

    internal static VnfDeployment Deployable(string text, params (string Name, string Value)[] parameters) =>
        Deployable(Read(text, parameters));

    /// <summary>Asserts that a text is refused for one reason, at the place where a marker stands.</summary>
    internal static DescriptorError RefusedAt(string text, string marker, string path, string problem)
    {
        var result = Read(text);
        Assert.Null(result.Deployment);
        var error = Assert.Single(result.Errors);
        Assert.Equal((Place(text, marker), path), ((error.Place.Line, error.Place.Column), error.Place.Path));
        Assert.Equal("test.yaml", error.Place.File);
        Assert.Contains(problem, error.Problem);
        Assert.NotEmpty(error.Remedy);
        return error;
    }

    /// <summary>Line and column, from 1, of the only place where a marker stands in a text.</summary>
    internal static (int Line, int Column) Place(string text, string marker)
    {
        var at = text.IndexOf(marker, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the fixture has no '{marker}'");
        Assert.Equal(at, text.LastIndexOf(marker, StringComparison.Ordinal));
        var before = text[..at];
        return (before.Count(c => c == '\n') + 1, at - (before.LastIndexOf('\n') + 1) + 1);
    }

    /// <summary>The text with one part, that it has once, replaced.</summary>
    internal static string With(this string text, string part, string other)
    {
        _ = Place(text, part);
        return text.Replace(part, other);
    }
}
