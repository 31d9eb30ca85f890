using System.CommandLine;
using System.CommandLine.Parsing;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;

namespace Vim.Server.Options;

/// <summary><c>--placement-policy</c>: a name, a policy's text, or <c>@FILE</c> with one.</summary>
internal static class PolicyOption
{
    public const string Name = "--placement-policy";

    public static Option<PlacementPolicy> Create() => new(Name)
    {
        Description = $"Which of the hosts that fit is taken: {PlacementPolicy.Names}; or its parts, such as "
            + "\"pack-balanced; filter keep-free(cpus=4)\"; or @FILE with them",
        HelpName = "POLICY",
        DefaultValueFactory = _ => PlacementPolicy.Pack,
        CustomParser = Parse,
    };

    private static PlacementPolicy? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        var file = text.StartsWith('@') ? text[1..] : null;
        try
        {
            return PolicyText.Read(file is null ? text : ReadFile(file));
        }
        catch (PolicyTextException problem)
        {
            result.AddError($"{Name}: {(file is null ? "" : $"{file}, ")}{problem.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            result.AddError($"{Name}: {problem.Message}");
        }

        return null;
    }

    private static string ReadFile(string path)
    {
        using var reader = File.OpenText(path);
        var text = new char[PolicyText.MaxLength + 1];
        return new(text, 0, reader.ReadBlock(text));
    }
}
