using Google.Protobuf.Reflection;

namespace Vim.Contracts.Tests;

/// <summary>Everything of the proto files that a peer or a stored record depends on, one fact a line.</summary>
internal static class ProtoSurface
{
    public static IEnumerable<string> Lines(IEnumerable<FileDescriptor> files) => files.SelectMany(Lines);

    private static IEnumerable<string> Lines(FileDescriptor file)
    {
        var services = file.Services.SelectMany(service => service.Methods).Select(method =>
            $"rpc {method.FullName} ({Stream(method.IsClientStreaming)}{method.InputType.FullName}) returns "
            + $"({Stream(method.IsServerStreaming)}{method.OutputType.FullName})");
        return services.Concat(file.EnumTypes.SelectMany(Lines)).Concat(file.MessageTypes.SelectMany(Lines));
    }

    private static IEnumerable<string> Lines(EnumDescriptor type) =>
        type.Values.Select(value => $"enum {type.FullName} {value.Number} {value.Name}");

    private static IEnumerable<string> Lines(MessageDescriptor message) =>
        message.Fields.InFieldNumberOrder()
            .Select(field => $"field {message.FullName} {field.FieldNumber} {Label(field)}{Type(field)} {field.Name}")
            .Prepend($"message {message.FullName}")
            .Concat(message.EnumTypes.SelectMany(Lines))
            .Concat(message.NestedTypes.SelectMany(Lines));

    private static string Stream(bool streaming) => streaming ? "stream " : "";

    private static string Label(FieldDescriptor field) =>
        field.IsRepeated ? "repeated "
        : field.RealContainingOneof is { } oneof ? $"oneof {oneof.Name} "
        : field.HasPresence && field.FieldType != FieldType.Message ? "optional "
        : "";

    private static string Type(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        var type => type.ToString().ToLowerInvariant(),
    };
}
