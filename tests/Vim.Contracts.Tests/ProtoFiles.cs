using System.Reflection;
using Google.Protobuf.Reflection;
using Nfv.OrVi.V1;

namespace Vim.Contracts.Tests;

/// <summary>The descriptors of every proto file that Vim.Contracts is generated from.</summary>
internal static class ProtoFiles
{
    public static IReadOnlyList<FileDescriptor> All { get; } =
    [
        .. typeof(Filter).Assembly.GetTypes()
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property?.PropertyType == typeof(FileDescriptor))
            .Select(property => (FileDescriptor)property!.GetValue(null)!)
            .OrderBy(file => file.Name, StringComparer.Ordinal),
    ];

    public static IReadOnlyDictionary<string, FileDescriptor> ByName { get; } = All.ToDictionary(file => file.Name);

    public static IEnumerable<FileDescriptor> OrVi => All.Where(file => file.Package == "nfv.orvi.v1");

    public static MessageDescriptor? OrViMessage(string name) =>
        OrVi.SelectMany(file => file.MessageTypes).SingleOrDefault(message => message.Name == name);

    public static EnumDescriptor? OrViEnum(string name) =>
        OrVi.SelectMany(file => file.EnumTypes).SingleOrDefault(type => type.Name == name);
}
