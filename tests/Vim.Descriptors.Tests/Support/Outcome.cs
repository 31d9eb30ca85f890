using Vim.Descriptors.Model;

namespace Vim.Descriptors.Tests.Support;

/// <summary>Reads texts and files, and asserts the outcome with the errors in the failure's message.</summary>
internal static class Outcome
{
    internal static DescriptorResult Read(string text, params (string Name, string Value)[] parameters) =>
        DescriptorReader.Read(
            new DescriptorFile("test.yaml", text),
            [],
            new DescriptorOptions { Parameters = parameters.ToDictionary(p => p.Name, p => p.Value) });

    internal static VnfDeployment Deployable(DescriptorResult result)
    {
        Assert.True(result.Deployment is not null, string.Join('\n', result.Errors));
        Assert.Empty(result.Errors);
        return result.Deployment;
    }

    internal static VnfDeployment Deployable(string text, params (string Name, string Value)[] parameters) =>
        Deployable(Read(text, parameters));

    /// <summary>The one error of a refused text.</summary>
    internal static DescriptorError Refused(string text, params (string Name, string Value)[] parameters)
    {
        var result = Read(text, parameters);
        Assert.Null(result.Deployment);
        return Assert.Single(result.Errors);
    }

    /// <summary>Asserts that a text is refused for one reason, at a place.</summary>
    internal static void RefusedAt(string text, int line, int column, string path, string problem)
    {
        var error = Refused(text);
        Assert.Equal((line, column, path), (error.Place.Line, error.Place.Column, error.Place.Path));
        Assert.Contains(problem, error.Problem);
        Assert.NotEmpty(error.Remedy);
    }
}
