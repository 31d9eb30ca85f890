using System.Text.Json.Nodes;
using Vim.Cli.Errors;

namespace Vim.Cli.Output;

/// <summary>Failures as people and programs read them: what, where, what to do.</summary>
internal static class ErrorWriter
{
    public static void Write(Screen screen, OutputFormat format, CliError error)
    {
        switch (format)
        {
            case OutputFormat.Json:
                screen.Writer.WriteLine(MessageText.ToJson(ToNode(error)));
                break;
            case OutputFormat.Yaml:
                screen.Writer.WriteLine(MessageText.ToYaml(ToNode(error)));
                break;
            default:
                WriteText(screen, error);
                break;
        }
    }

    private static void WriteText(Screen screen, CliError error)
    {
        screen.Line(new Span("vimctl: ", Tone.Bad), new Span(error.Problem, Tone.Strong));
        foreach (var detail in error.Details)
        {
            screen.Line("  ", new Span(detail.Place, Tone.Accent), $": {detail.Problem}");
        }

        if (error.Infeasible is { } infeasible)
        {
            InfeasibleTable.Write(screen, infeasible);
        }

        Field(screen, "where", error.Where);
        Field(screen, "to do", error.Remedy);
        Field(screen, "code", error.Code);
    }

    private static void Field(Screen screen, string name, string text)
    {
        if (text.Length > 0)
        {
            screen.Line(new Span($"  {name,-6} ", Tone.Dim), text);
        }
    }

    private static JsonObject ToNode(CliError error)
    {
        var node = new JsonObject
        {
            ["exitCode"] = error.ExitCode,
            ["code"] = error.Code,
            ["problem"] = error.Problem,
            ["where"] = error.Where,
            ["remedy"] = error.Remedy,
            ["details"] = new JsonArray([.. error.Details.Select(detail => new JsonObject
            {
                ["place"] = detail.Place,
                ["problem"] = detail.Problem,
            })]),
        };
        if (error.Infeasible is { } infeasible)
        {
            node["infeasible"] = MessageText.ToNode(infeasible);
        }

        if (error.RetryAfter is { } delay)
        {
            node["retryAfterSeconds"] = delay.TotalSeconds;
        }

        return new JsonObject { ["error"] = node };
    }
}
