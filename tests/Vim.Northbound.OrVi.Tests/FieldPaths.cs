using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace Vim.Northbound.OrVi.Tests;

/// <summary>Whether a path such as <c>flavour.epa.numa_nodes[1].memory_bytes</c> names a field that exists.</summary>
internal static partial class FieldPaths
{
    public static void RequireInMessage(MessageDescriptor message, string path, string root)
    {
        var parts = path.Split('.').AsEnumerable();
        if (root.Length > 0)
        {
            Assert.Equal(root, parts.First());
            parts = parts.Skip(1);
        }

        MessageDescriptor? at = message;
        foreach (var part in parts)
        {
            var name = Index().Replace(part, "");
            var field = at?.FindFieldByName(name);
            Assert.True(field is not null, $"{path}: {at?.FullName} has no field {name}");
            at = field.FieldType == FieldType.Message ? field.MessageType : null;
        }
    }

    [GeneratedRegex(@"\[\d+\]$")]
    private static partial Regex Index();
}
