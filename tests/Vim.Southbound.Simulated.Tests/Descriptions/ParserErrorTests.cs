using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Tests.Support;

namespace Vim.Southbound.Simulated.Tests.Descriptions;

public sealed class ParserErrorTests
{
    private const string Small =
        """
        server:
          model: small
          architecture: x86_64
          cores:
            - {socket: 0, numa_node: 0, threads: ["0-3", "4-7"]}
          numa_nodes:
            - {id: 0, memory: 32 GiB, distances: [10]}
          nics:
            - name: nic
              id: "8086:1521"
              speed: 1 Gbit/s
              functions: [{pci: "0000:01:00.0", numa_node: 0}]
        setup:
          housekeeping_cpus: "0,4"
          shared_cpus: "1,5"
          numa_nodes:
            0: {reserved_memory: 2 GiB, huge_pages: {1 GiB: 16}}
          physical_functions:
            "0000:01:00.0": {physical_network: mgmt, reserved: 100 Mbit/s}
        """;

    [Fact]
    public void The_small_server_is_right() =>
        Assert.Equal(8, HostDescriptionParser.Parse(Small, "small.yaml").ToInventory(Samples.Identity()).Cpus.Length);

    [Theory]
    [InlineData("model: small", "modell: small", "a.yaml:2:3: server.modell: is not a key here; known: architecture")]
    [InlineData("model: small", "modell: small", "server.model: is missing")]
    [InlineData("\"0-3\"", "\"0-2\"", "a.yaml:5:42: server.cores[0].threads: the lists differ in length")]
    [InlineData("\"0-3\"", "\"4-7\"", "server.cores[0].threads: CPU 4 is given twice")]
    [InlineData(
        "\"0-3\"", "\"0-x\"", "a.yaml:5:43: server.cores[0].threads[0]: \"0-x\" is not a CPU list such as \"0-3,8\"")]
    [InlineData(
        "numa_node: 0, threads",
        "numa_node: 3, threads",
        "server.cores: names NUMA node 3, which server.numa_nodes has not")]
    [InlineData("32 GiB", "32 GB", "a.yaml:7:23: server.numa_nodes[0].memory: \"32 GB\" is not a size such as 64 GiB")]
    [InlineData("[10]", "[10, 20]", "has 2 distances for 1 NUMA nodes")]
    [InlineData("\"0,4\"", "\"0,9\"", "a.yaml:14:22: setup.housekeeping_cpus: the server has no CPU 9")]
    [InlineData("\"1,5\"", "\"0,5\"", "setup.shared_cpus: CPU 0 is a housekeeping CPU")]
    [InlineData("1 GiB: 16", "1 GiB: 31", "setup.numa_nodes.0: sets 33 GiB aside, but NUMA node 0 has 32 GiB")]
    [InlineData("1 GiB: 16", "3 MiB: 16", "\"3 MiB\" is not a page size such as 2 MiB or 1 GiB")]
    [InlineData(
        "    0: {reserved",
        "    1: {reserved",
        "a.yaml:17:5: setup.numa_nodes.1: the server has no NUMA node 1 online")]
    [InlineData(
        "\"0000:01:00.0\": {",
        "\"0000:02:00.0\": {",
        "is not the PCI address of a function under server.nics or setup.added_nics")]
    [InlineData("100 Mbit/s", "2 Gbit/s", "is more than the link's 1 Gbit/s")]
    [InlineData("speed: 1 Gbit/s", "speed: fast", "\"fast\" is not a rate such as 25 Gbit/s")]
    [InlineData("numa_node: 0}]", "numa_node: 7}]", "functions[0].numa_node: the server has no NUMA node 7")]
    [InlineData(
        "reserved: 100 Mbit/s}",
        "virtual_functions: {count: 9, first: \"0000:01:00.0\"}}",
        "VF 0 would be 0000:01:00.0, which is taken")]
    [InlineData(
        "reserved: 100 Mbit/s}",
        "virtual_functions: {count: 200, first: \"0000:ff:10.0\"}}",
        "the last VF would lie beyond bus ff")]
    [InlineData("  model: small", "  model: small\n  model: twice", "a.yaml:3:3: is not YAML")]
    [InlineData("cores:\n", "cores: 5\n  x:\n", "server.cores: must be a list")]
    public void An_error_says_where_what_and_what_to_do(string right, string wrong, string expected)
    {
        Assert.Contains(right, Small, StringComparison.Ordinal);
        var text = Small.Replace(right, wrong, StringComparison.Ordinal);
        var exception = Assert.Throws<HostDescriptionException>(() => HostDescriptionParser.Parse(text, "a.yaml"));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_told_at_once_in_the_order_of_the_file()
    {
        var text = Small
            .Replace("32 GiB", "much", StringComparison.Ordinal)
            .Replace("\"0,4\"", "\"0-\"", StringComparison.Ordinal);
        var exception = Assert.Throws<HostDescriptionException>(() => HostDescriptionParser.Parse(text, "a.yaml"));
        Assert.Equal([7L, 14L], exception.Errors.Select(error => error.Line).Where(line => line != 17));
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_with_its_name()
    {
        var exception = Assert.Throws<HostDescriptionException>(() => HostDescriptionParser.Load("/nowhere/h.yaml"));
        Assert.StartsWith("/nowhere/h.yaml: cannot be read: ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("just text")]
    [InlineData("- a\n- list")]
    [InlineData("server: {}\n---\nsetup: {}")]
    [InlineData("server: {")]
    public void Text_that_is_no_description_is_an_error_and_nothing_else(string text) =>
        Assert.Throws<HostDescriptionException>(() => HostDescriptionParser.Parse(text, "a.yaml"));

    [Fact]
    public void A_description_that_is_too_long_is_not_read() => Assert.Throws<HostDescriptionException>(
        () => HostDescriptionParser.Parse(new string('#', HostDescriptionParser.MaxLength + 1), "a.yaml"));
}
