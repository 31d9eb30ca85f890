using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Vim.Domain.Errors;
using Vim.Domain.Requests;
using Proto = Vim.Contracts.Journal.V1;

namespace Vim.Engine.Codecs;

/// <summary>Values that the journal's events share.</summary>
internal static class SharedCodec
{
    public static long ToTicks(this DateTimeOffset time) => time.UtcTicks;

    public static DateTimeOffset ToTime(this long ticks) => new(ticks, TimeSpan.Zero);

    public static Proto.RequestDigest? ToProto(this RequestDigest digest) =>
        digest.IsNone ? null : new() { High = digest.High, Low = digest.Low };

    public static RequestDigest ToDomain(this Proto.RequestDigest? message) =>
        message is null ? RequestDigest.None : new(message.High, message.Low);

    public static Proto.Failure ToProto(this Failure failure) =>
        new() { Code = failure.Code, Message = failure.Message };

    public static Failure ToDomain(this Proto.Failure message) => new(message.Code, message.Message);

    public static void AddTo(this ImmutableArray<MetadataEntry> metadata, RepeatedField<Proto.Label> labels)
    {
        foreach (var entry in metadata)
        {
            labels.Add(new Proto.Label { Key = entry.Key, Value = entry.Value });
        }
    }

    public static ImmutableArray<MetadataEntry> ToDomain(this RepeatedField<Proto.Label> labels)
    {
        if (labels.Count == 0)
        {
            return [];
        }

        var metadata = ImmutableArray.CreateBuilder<MetadataEntry>(labels.Count);
        foreach (var label in labels)
        {
            metadata.Add(new(label.Key, label.Value));
        }

        return metadata.MoveToImmutable();
    }

    public static Proto.Labels? ToProto(this ImmutableArray<MetadataEntry>? metadata)
    {
        if (metadata is not { } some)
        {
            return null;
        }

        var labels = new Proto.Labels();
        some.AddTo(labels.Labels_);
        return labels;
    }

    public static ImmutableArray<MetadataEntry>? ToDomain(this Proto.Labels? message) => message?.Labels_.ToDomain();

    /// <summary>The wire's value of a domain enumeration: one more, so that an unset field is told apart.</summary>
    public static TProto Up<TDomain, TProto>(TDomain value)
        where TDomain : struct, Enum
        where TProto : struct, Enum
    {
        var number = System.Runtime.CompilerServices.Unsafe.As<TDomain, int>(ref value) + 1;
        return System.Runtime.CompilerServices.Unsafe.As<int, TProto>(ref number);
    }

    /// <summary>The domain's value of a wire enumeration.</summary>
    /// <exception cref="FormatException">Unspecified, or of a newer version.</exception>
    public static TDomain Down<TProto, TDomain>(TProto value)
        where TProto : struct, Enum
        where TDomain : struct, Enum
    {
        var number = System.Runtime.CompilerServices.Unsafe.As<TProto, int>(ref value) - 1;
        var domain = System.Runtime.CompilerServices.Unsafe.As<int, TDomain>(ref number);
        return Enum.IsDefined(domain)
            ? domain
            : throw new FormatException($"{value} is no {typeof(TDomain).Name} that this program knows");
    }
}
