using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Own;

public sealed class SchemaTests
{
    private static string Schema => File.ReadAllText(Checkout.At("etsi-models", "vnfd.schema.json"));

    public static TheoryData<string> Descriptors =>
        [.. Directory.GetFiles(Checkout.At("etsi-models", "vnfd"), "*.yaml").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Descriptors))]
    public void Every_descriptor_follows_the_schema_and_is_deployable(string name)
    {
        var descriptor = Repository.Vnfd(name);

        Assert.Empty(SchemaCheck.Check(Schema, descriptor.Text));
        var vnf = Outcome.Deployable(DescriptorReader.Read(descriptor, [], DescriptorOptions.None));
        Assert.Equal(Path.GetFileNameWithoutExtension(name), vnf.Name);
        Assert.Contains("modelled on", descriptor.Text);
    }

    [Theory]
    [InlineData("virtual_mem_size: 16 GiB", "virtual_mem_size: 16")]
    [InlineData("num_virtual_cpu: 14", "num_virtual_cpu: many")]
    [InlineData("logicalCpuThreadPinningPolicy: require", "logicalCpuThreadPinningPolicy: demand")]
    [InlineData("numCpuThreads: \"2\"", "numCpuThread: \"2\"")]
    [InlineData("tosca.nodes.nfv.VNF", "tosca.nodes.nfv.NS")]
    public void The_schema_refuses_what_it_does_not_say(string part, string other)
    {
        var text = Repository.Vnfd("router-forwarding-plane.yaml").Text.With(part, other);

        Assert.NotEmpty(SchemaCheck.Check(Schema, text));
    }
}
