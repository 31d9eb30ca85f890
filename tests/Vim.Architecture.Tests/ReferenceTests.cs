namespace Vim.Architecture.Tests;

/// <summary>References run only as the table of src/ARCHITECTURE.md lists them.</summary>
public sealed class ReferenceTests
{
    /// <summary>Project, layer, what it may reference. Executables may reference everything but each other.</summary>
    private static readonly (string Name, string Layer, string[] MayReference)[] Rules =
    [
        ("Vim.Domain", "Pure", []),
        ("Vim.Scheduling", "Pure", ["Vim.Domain"]),
        ("Vim.Contracts", "Pure", []),
        ("Vim.Codecs", "Pure", ["Vim.Domain", "Vim.Contracts"]),
        ("Vim.Descriptors", "Pure", []),
        ("Vim.Rpc", "Protocol", []),
        ("Vim.Actors", "Mechanism", []),
        ("Vim.Persistence", "Mechanism", []),
        (
            "Vim.Engine",
            "Mechanism",
            ["Vim.Domain", "Vim.Scheduling", "Vim.Actors", "Vim.Persistence", "Vim.Contracts", "Vim.Codecs"]),
        ("Vim.AgentProtocol", "Mechanism", ["Vim.Domain", "Vim.Contracts", "Vim.Codecs", "Vim.Rpc"]),
        ("Vim.Persistence.Sql", "Edge", ["Vim.Persistence"]),
        ("Vim.Northbound.OrVi", "Edge", ["Vim.Engine", "Vim.Contracts", "Vim.Rpc"]),
        ("Vim.Observability", "Edge", ["Vim.Engine"]),
        ("Vim.Southbound.Simulated", "Edge", ["Vim.Domain"]),
        ("Vim.Server", "Executable", ["*"]),
        (
            "Vim.Agent",
            "Executable",
            ["Vim.Domain", "Vim.AgentProtocol", "Vim.Southbound.Simulated", "Vim.Contracts", "Vim.Rpc"]),
        ("Vim.Cli", "Executable", ["Vim.Contracts", "Vim.Descriptors", "Vim.Rpc"]),
    ];

    public static TheoryData<string> Projects => [.. Repository.SourceProjects.Keys.Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_only_what_it_may(string name)
    {
        var rule = Assert.Single(Rules, rule => rule.Name == name);
        var project = Repository.SourceProjects[name];
        Assert.Equal(rule.Layer, project.Layer);
        if (rule.MayReference is not ["*"])
        {
            Assert.Empty(project.References.Except(rule.MayReference));
        }

        Assert.DoesNotContain(
            project.References, reference => Repository.SourceProjects[reference].Layer == "Executable");
    }

    [Fact]
    public void Every_rule_has_its_project() =>
        Assert.Equal(
            Rules.Select(rule => rule.Name).Order(StringComparer.Ordinal),
            Repository.SourceProjects.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void An_edge_never_references_an_edge() =>
        Assert.DoesNotContain(
            Repository.SourceProjects.Values.Where(project => project.Layer == "Edge"),
            project => project.References.Any(reference => Repository.SourceProjects[reference].Layer == "Edge"));

    [Fact]
    public void References_have_no_cycle()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var project in Repository.SourceProjects.Keys)
        {
            Visit(project, [], done);
        }

        Assert.Equal(Repository.SourceProjects.Count, done.Count);
    }

    [Theory, MemberData(nameof(Projects))]
    public void The_architecture_page_names_every_project(string name) =>
        Assert.Contains($"`{name}`", File.ReadAllText(Checkout.At("src", "ARCHITECTURE.md")), StringComparison.Ordinal);

    private static void Visit(string project, IReadOnlyList<string> path, HashSet<string> done)
    {
        Assert.False(path.Contains(project), $"cycle: {string.Join(" -> ", path.Append(project))}");
        if (!done.Contains(project))
        {
            foreach (var reference in Repository.SourceProjects[project].References)
            {
                Visit(reference, [.. path, project], done);
            }

            done.Add(project);
        }
    }
}
