using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;

namespace Vim.Codecs.Tests;

/// <summary>A value goes to the wire and comes back the same, with every field of both sides in use.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Inventories() => Check(Samples.Inventory, TopologyCodec.ToProto, TopologyCodec.ToDomain);

    [Fact]
    public void Requirements() => Check(Samples.Requirements, RequirementsCodec.ToProto, RequirementsCodec.ToDomain);

    [Fact]
    public void Placements() => Check(Samples.Placement, PlacementCodec.ToProto, PlacementCodec.ToDomain);

    [Fact]
    public void Guests() => Check(Samples.Spec, GuestCodec.ToProto, GuestCodec.ToDomain);

    [Fact]
    public void Observations() => Check(Samples.Observation, GuestCodec.ToProto, GuestCodec.ToDomain);

    [Fact]
    public void Refusals() => Check(Samples.Infeasible, PlacementCodec.ToProto, PlacementCodec.ToDomain);

    [Fact]
    public void What_is_absent_stays_absent()
    {
        var requirements = new ComputeRequirements { VirtualCpuCount = 1, Memory = new(1) };
        Assert.Equal(Json(requirements), Json(requirements.ToProto().ToDomain()));
        var placement = new HostPlacement { Host = new("h") };
        Assert.Equal(Json(placement), Json(placement.ToProto().ToDomain()));
    }

    [Fact]
    public void Every_enumeration_has_the_same_names_on_both_sides()
    {
        Assert.All(Enum.GetValues<Dimension>(), value => Assert.Equal(value, value.ToProto().ToDomain()));
        Assert.All(Enum.GetValues<CpuPolicy>(), value => Assert.Equal(value, value.ToProto().ToDomain()));
        Assert.All(Enum.GetValues<CpuThreadPolicy>(), value => Assert.Equal(value, value.ToProto().ToDomain()));
        Assert.All(Enum.GetValues<EmulatorThreadPolicy>(), value => Assert.Equal(value, value.ToProto().ToDomain()));
        Assert.All(Enum.GetValues<PciNumaPolicy>(), value => Assert.Equal(value, value.ToProto().ToDomain()));
        Assert.All(Enum.GetValues<DeviceSpread>(), value => Assert.Equal(value, value.ToProto().ToDomain()));
        Assert.All(Enum.GetValues<VnicKind>(), value => Assert.Equal(value, value.ToProto().ToDomain()));
        Assert.All(Enum.GetValues<PageSizeKind>(), value => Assert.Equal(value, value.ToProto().ToDomain()));
        Assert.All(Enum.GetValues<AffinityType>(), value => Assert.Equal(value, value.ToProto().ToDomain()));
        Assert.All(Enum.GetValues<AffinityScope>(), value => Assert.Equal(value, value.ToProto().ToDomain()));
        Assert.All(Enum.GetValues<GuestPowerState>(), value => Assert.Equal(value, value.ToProto().ToDomain()));
        Assert.All(Enum.GetValues<GuestOperation>(), value => Assert.Equal(value, value.ToProto().ToDomain()));
    }

    [Fact]
    public void A_value_of_a_newer_version_is_refused_by_name()
    {
        var refused = Assert.Throws<FormatException>(() => ((Contracts.Model.V1.VnicKind)99).ToDomain());
        Assert.Contains("VnicKind 99", refused.Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => Contracts.Model.V1.CpuPolicy.Unspecified.ToDomain());
    }

    [Fact]
    public void A_cpu_set_beyond_the_largest_id_is_refused()
    {
        var message = new Contracts.Model.V1.CpuSet();
        message.Words.AddRange(Enumerable.Repeat(1UL, (CpuSet.MaxId / 64) + 2));
        Assert.Throws<FormatException>(() => message.ToDomain());
    }

    private static void Check<TDomain, TProto>(
        TDomain value, Func<TDomain, TProto> toProto, Func<TProto, TDomain> toDomain)
        where TProto : class, IMessage<TProto>, new()
    {
        var message = toProto(value);
        RequireEveryFieldInUse(message);
        var read = new MessageParser<TProto>(() => new TProto()).ParseFrom(message.ToByteArray());
        Assert.Equal(message, read);
        Assert.Equal(Json(value), Json(toDomain(read)));
    }

    /// <summary>A field that the sample leaves empty would hide a codec that forgot it.</summary>
    private static void RequireEveryFieldInUse(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(message);
            var name = $"{message.Descriptor.Name}.{field.Name}";
            if (field.IsRepeated)
            {
                var list = (System.Collections.IList)value;
                Assert.True(list.Count > 0, $"the sample leaves {name} empty");
                list.OfType<IMessage>().Take(1).ToList().ForEach(RequireEveryFieldInUse);
            }
            else if (field.FieldType == FieldType.Message)
            {
                Assert.True(value is not null, $"the sample leaves {name} empty");
                RequireEveryFieldInUse((IMessage)value);
            }
        }
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);
}
