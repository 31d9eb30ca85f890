using Google.Protobuf.Reflection;

namespace Vim.Contracts.Tests;

/// <summary>proto/nfv/orvi/v1 against etsi-models/ifa005.</summary>
public sealed class CatalogueTests
{
    private const int FirstProjectNumber = 100;

    [Fact]
    public void The_catalogue_has_all_29_interfaces_of_the_reference_point()
    {
        Assert.Equal(29, Catalogue.Interfaces.Count);
        Assert.Equal(154, Catalogue.Interfaces.Sum(entry => entry.Operations.Count));
        Assert.Equal(88, Catalogue.Elements.Sum(group => group.Elements.Count));
    }

    [Fact]
    public void Every_interface_has_its_proto_file_and_service()
    {
        var missing = Catalogue.Interfaces
            .Where(entry => !ProtoFiles.ByName.TryGetValue(entry.Proto, out var file)
                || file.Services.All(service => service.Name != entry.Service))
            .Select(entry => $"{entry.Id}: no service {entry.Service} in {entry.Proto}");
        Assert.Empty(missing);
        Assert.All(Catalogue.Interfaces, entry => Assert.Equal(EtsiNames.Joined(entry.Name), entry.Service, true));
    }

    [Fact]
    public void Every_operation_has_its_call_with_its_messages_and_direction()
    {
        var wrong = new List<string>();
        foreach (var entry in Catalogue.Interfaces)
        {
            var service = ProtoFiles.ByName[entry.Proto].Services.Single(service => service.Name == entry.Service);
            foreach (var operation in entry.Operations)
            {
                if (!Matches(service.FindMethodByName(operation.Rpc), operation))
                {
                    wrong.Add($"{entry.Id}: {operation.Name} is not {operation.Rpc}({operation.Request})");
                }
            }

            wrong.AddRange(service.Methods
                .Where(method => entry.Operations.All(operation => operation.Rpc != method.Name))
                .Select(method => $"{method.FullName} is not in the catalogue"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_attribute_is_carried_by_its_own_name_with_its_cardinality()
    {
        var wrong = new List<string>();
        foreach (var (name, attributes) in Catalogue.Carriers)
        {
            var message = ProtoFiles.OrViMessage(name);
            if (message is null)
            {
                wrong.Add($"no message {name}");
                continue;
            }

            wrong.AddRange(attributes
                .Select(attribute => Difference(message, attribute))
                .Where(difference => difference.Length > 0));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Fields_below_100_are_the_standards_and_fields_from_100_on_are_not()
    {
        var wrong = new List<string>();
        foreach (var (name, attributes) in Catalogue.Carriers)
        {
            var etsi = attributes.Select(FieldName).ToHashSet();
            wrong.AddRange(ProtoFiles.OrViMessage(name)!.Fields.InFieldNumberOrder()
                .Where(field => field.FieldNumber < FirstProjectNumber != etsi.Contains(field.Name))
                .Select(field => $"{field.FullName} = {field.FieldNumber}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_enumeration_carries_its_values_and_its_own_from_100_on()
    {
        var wrong = new List<string>();
        foreach (var entry in Catalogue.Enumerations)
        {
            var type = ProtoFiles.OrViEnum(entry.Name);
            if (type is null)
            {
                wrong.Add($"no enum {entry.Name}");
                continue;
            }

            var etsi = entry.Values.Select(value => EtsiNames.EnumValue(entry.Name, value)).ToHashSet();
            wrong.AddRange(etsi.Where(value => type.FindValueByName(value) is null));
            wrong.AddRange(type.Values
                .Where(value => value.Number != 0 && value.Number < FirstProjectNumber != etsi.Contains(value.Name))
                .Select(value => $"{value.FullName} = {value.Number}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_deviation_has_a_reason_and_is_one()
    {
        var carried = Catalogue.Carriers
            .SelectMany(carrier => carrier.Attributes.Select(attribute => (carrier.Message, attribute)))
            .ToLookup(pair => pair.attribute.Name);
        foreach (var deviation in Catalogue.Deviations)
        {
            Assert.NotEmpty(deviation.Reason);
            Assert.NotEmpty(carried[deviation.Attribute]);
            Assert.All(carried[deviation.Attribute], pair => Assert.True(
                deviation.Kind switch
                {
                    "name" => EtsiNames.Field(deviation.Attribute) != deviation.Field,
                    "repeated" => !pair.attribute.Many,
                    _ => false,
                },
                $"{deviation.Attribute} of {pair.Message} is no deviation of kind {deviation.Kind}"));
        }
    }

    [Fact]
    public void States_of_interfaces_follow_from_their_operations()
    {
        Assert.All(Catalogue.Interfaces, entry =>
        {
            Assert.All(entry.Operations, operation => Assert.Contains(operation.State, new[] { "planned", "served" }));
            var served = entry.Operations.Count(operation => operation.State == "served");
            var expected = served == 0 ? "planned" : served == entry.Operations.Count ? "served" : "partial";
            Assert.Equal(expected, entry.State);
        });
    }

    [Fact]
    public void Every_other_service_is_listed_as_an_extension()
    {
        var known = Catalogue.Interfaces.Select(entry => entry.Service).ToHashSet();
        var others = ProtoFiles.OrVi.SelectMany(file => file.Services).Where(service => !known.Contains(service.Name));
        Assert.Equal(
            Catalogue.Extensions.SelectMany(entry => entry.Operations.Select(
                operation => $"{entry.Proto} {entry.Service}.{operation.Rpc}")),
            others.SelectMany(service => service.Methods.Select(
                method => $"{service.File.Name} {service.Name}.{method.Name}")));
    }

    private static bool Matches(MethodDescriptor? method, OperationEntry operation) =>
        method is not null
        && string.Equals(method.Name, EtsiNames.Joined(operation.Name), StringComparison.OrdinalIgnoreCase)
        && method.InputType.Name == operation.Request
        && method.OutputType.Name == operation.Response
        && !method.IsClientStreaming
        && method.IsServerStreaming == (operation.Flow == "notification");

    private static string FieldName(AttributeEntry attribute) =>
        Catalogue.Deviations
            .FirstOrDefault(deviation => deviation.Kind == "name" && deviation.Attribute == attribute.Name)?.Field
        ?? EtsiNames.Field(attribute.Name);

    private static string Difference(MessageDescriptor message, AttributeEntry attribute)
    {
        var field = message.FindFieldByName(FieldName(attribute));
        if (field is null)
        {
            return $"{message.Name} does not carry {attribute.Name}";
        }

        var many = attribute.Many || Catalogue.Deviations.Any(
            deviation => deviation.Kind == "repeated" && deviation.Attribute == attribute.Name);
        if (field.IsRepeated != many)
        {
            return $"{field.FullName} is {(many ? "not " : "")}repeated; the catalogue says {attribute.Cardinality}";
        }

        // A scalar that may be absent must be told apart from its default; enums have UNSPECIFIED for that.
        var presence = field.FieldType is FieldType.Message or FieldType.Enum || field.HasPresence;
        return many || attribute.Mandatory || presence
            ? ""
            : $"{field.FullName} cannot be absent; the catalogue says {attribute.Cardinality}";
    }
}
