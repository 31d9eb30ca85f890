using System.Text;

namespace Vim.Cli.Output;

/// <summary>Enum values as words: DedicatedCpus is "dedicated CPUs".</summary>
internal static class Words
{
    /// <summary>1 network, 3 networks.</summary>
    public static string Count(long count, string what) =>
        FormattableString.Invariant($"{count} {what}{(count == 1 ? "" : "s")}");

    /// <summary>The name of the value in lower-case words; "-" for UNSPECIFIED.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        if (name == "Unspecified")
        {
            return "-";
        }

        var text = new StringBuilder();
        for (var index = 0; index < name.Length; index++)
        {
            if (index > 0 && char.IsUpper(name[index]) && char.IsLower(name[index - 1]))
            {
                text.Append(' ');
            }

            text.Append(char.ToLowerInvariant(name[index]));
        }

        return text.ToString().Replace("cpus", "CPUs", StringComparison.Ordinal)
            .Replace("numa", "NUMA", StringComparison.Ordinal).Replace("pci ", "PCI ", StringComparison.Ordinal);
    }
}
