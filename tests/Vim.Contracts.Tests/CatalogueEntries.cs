namespace Vim.Contracts.Tests;

internal sealed class InterfaceEntry
{
    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public string Clause { get; set; } = "";

    public string Since { get; set; } = "";

    public string Proto { get; set; } = "";

    public string Service { get; set; } = "";

    public string State { get; set; } = "";

    public List<OperationEntry> Operations { get; set; } = [];
}

internal sealed class OperationEntry
{
    public string Name { get; set; } = "";

    public string Clause { get; set; } = "";

    public string Provenance { get; set; } = "";

    public string Flow { get; set; } = "";

    public string Rpc { get; set; } = "";

    public string Request { get; set; } = "";

    public string Response { get; set; } = "";

    public string State { get; set; } = "";

    public List<AttributeEntry> In { get; set; } = [];

    public List<AttributeEntry> Out { get; set; } = [];
}

internal sealed class AttributeEntry
{
    public string Name { get; set; } = "";

    public string Type { get; set; } = "";

    public string Cardinality { get; set; } = "";

    public string Provenance { get; set; } = "";

    public bool Mandatory => Cardinality[0] == '1';

    public bool Many => Cardinality.EndsWith('N');
}

internal sealed class ElementGroup
{
    public string Group { get; set; } = "";

    public string Proto { get; set; } = "";

    public List<ElementEntry> Elements { get; set; } = [];
}

internal sealed class ElementEntry
{
    public string Name { get; set; } = "";

    public string Clause { get; set; } = "";

    public string Provenance { get; set; } = "";

    public string Since { get; set; } = "";

    public List<AttributeEntry> Attributes { get; set; } = [];
}

internal sealed class EnumerationFile
{
    public List<EnumerationEntry> Enumerations { get; set; } = [];
}

internal sealed class EnumerationEntry
{
    public string Name { get; set; } = "";

    public string Provenance { get; set; } = "";

    public List<string> Values { get; set; } = [];
}

internal sealed class DeviationFile
{
    public List<DeviationEntry> Deviations { get; set; } = [];
}

internal sealed class DeviationEntry
{
    public string Attribute { get; set; } = "";

    public string Kind { get; set; } = "";

    public string Field { get; set; } = "";

    public string Reason { get; set; } = "";
}

internal sealed class ExtensionFile
{
    public List<ExtensionEntry> Extensions { get; set; } = [];
}

internal sealed class ExtensionEntry
{
    public string Service { get; set; } = "";

    public string Proto { get; set; } = "";

    public string Reason { get; set; } = "";

    public List<ExtensionOperation> Operations { get; set; } = [];
}

internal sealed class ExtensionOperation
{
    public string Rpc { get; set; } = "";

    public string State { get; set; } = "";
}
