// Every task also runs as a plain dotnet command; each says which. ./build.sh TASK [arguments] is the short way.
using System.Xml.Linq;

const string Solution = "Vim.sln";
var target = Argument("target", "help");
var rest = (EnvironmentVariable("VIM_BUILD_ARGUMENTS") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);

bool Has(string flag) => rest.Contains(flag);

void Run(string file, IEnumerable<string> arguments, IDictionary<string, string> environment = null)
{
    var builder = new ProcessArgumentBuilder();
    foreach (var argument in arguments) { builder.AppendQuoted(argument); }
    var exit = StartProcess(file, new ProcessSettings { Arguments = builder, EnvironmentVariables = environment });
    if (exit != 0) { throw new CakeException(exit, $"{file} ended with exit code {exit}"); }
}

string Binary(string project, string name) => $"artifacts/bin/{project}/release/{name}.dll";

Task("help").Description("List the targets").Does(() =>
{
    Console.WriteLine("./build.sh TARGET [arguments]\n");
    foreach (var task in Tasks.Where(task => task.Description is not null))
    {
        Console.WriteLine($"  {task.Name,-14}{task.Description}");
    }
});

// dotnet restore Vim.sln
Task("restore").Description("Restore packages").Does(() => Run("dotnet", ["restore", Solution, "-v", "q"]));

// dotnet build Vim.sln -c Release
Task("build").Description("Build everything (Release)").IsDependentOn("restore").Does(() =>
    Run("dotnet",
        ["build", Solution, "-c", "Release", "--no-restore", "-v", "q", "-nologo", "-clp:ErrorsOnly;NoSummary"]));

Task("clean").Description("Remove everything that was built").Does(() => CleanDirectory("artifacts"));

// dotnet format Vim.sln --verify-no-changes
Task("format").Description("Check the formatting; --fix mends it").IsDependentOn("restore").Does(() =>
    Run("dotnet",
        ["format", "whitespace", Solution, "--no-restore", .. Has("--fix") ? [] : new[] { "--verify-no-changes" }]));

Task("tools").Description("Install what the tests need from Debian, when root").Does(() =>
    Run("bash", ["tests/install-tools.sh"]));

// dotnet artifacts/bin/Vim.X.Tests/release/Vim.X.Tests.dll
Task("test").Description("Run the tests; --long runs the long ones, --only NAME one project")
    .IsDependentOn("tools").IsDependentOn("build").Does(() =>
{
    var only = rest.SkipWhile(word => word != "--only").Skip(1).FirstOrDefault();
    var environment = Has("--long") ? new Dictionary<string, string> { ["VIM_TEST_LONG"] = "1" } : null;
    var projects = GetSubDirectories("tests").Select(path => path.GetDirectoryName())
        .Where(name => name.EndsWith(".Tests") || name is "Vim.Simulation" or "Vim.Conformance")
        .Where(name => only is null || name == only)
        .OrderBy(name => name, StringComparer.Ordinal).ToList();
    EnsureDirectoryExists("artifacts/test-results");
    int passed = 0, failed = 0, skipped = 0;
    var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
    var lines = new List<string>();
    foreach (var project in projects)
    {
        var xml = $"artifacts/test-results/{project}.xml";
        if (FileExists(xml)) { DeleteFile(xml); }
        var exit = StartProcess("dotnet", new ProcessSettings
        {
            Arguments = new ProcessArgumentBuilder().AppendQuoted(Binary(project, project)).Append("-noLogo")
                .Append("-noColor").Append("-reporter").Append("quiet").Append("-xml").AppendQuoted(xml),
            EnvironmentVariables = environment,
        });
        if (!FileExists(xml))
        {
            failed++;
            lines.Add($"  {project,-36} did not finish (exit code {exit})");
            continue;
        }

        var root = XDocument.Load(xml).Root;
        int Sum(string name) => root.Elements("assembly").Sum(assembly => (int?)assembly.Attribute(name) ?? 0);
        var bad = Sum("failed") + Sum("errors");
        if (bad == 0 && exit != 0) { bad = 1; }
        passed += Sum("passed");
        failed += bad;
        skipped += Sum("skipped");
        var seconds = root.Elements("assembly").Sum(assembly => (double?)assembly.Attribute("time") ?? 0);
        lines.Add(
            $"  {project,-36}{Sum("passed"),6} passed {bad,4} failed {Sum("skipped"),4} skipped {seconds,8:F1} s");
        foreach (var reason in root.Descendants("reason"))
        {
            reasons[reason.Value.Trim()] = reasons.GetValueOrDefault(reason.Value.Trim()) + 1;
        }
    }

    Console.WriteLine();
    lines.ForEach(Console.WriteLine);
    foreach (var (reason, count) in reasons) { Console.WriteLine($"  skipped {count}: {reason}"); }
    Console.WriteLine($"\n{passed} passed, {failed} failed, {skipped} skipped");
    Console.Out.Flush();
    if (failed > 0) { Environment.Exit(1); }
    if (passed == 0) { Environment.Exit(1); }
    Environment.Exit(0);
});

// dotnet artifacts/bin/Vim.Simulation/release/Vim.Simulation.dll --seeds N
Task("simulate").Description("Run the simulation: --seeds N (200), --seed S to replay one").IsDependentOn("build")
    .Does(() => Run("dotnet", [Binary("Vim.Simulation", "Vim.Simulation"), "simulate", .. rest]));

// dotnet artifacts/bin/Vim.Benchmarks/release/Vim.Benchmarks.dll --name X
Task("bench").Description("Run the benchmarks; --name X for one; results in artifacts/bench").IsDependentOn("build")
    .Does(() => Run("dotnet", [Binary("Vim.Benchmarks", "Vim.Benchmarks"), .. rest]));

// The demo is a client of vimd like any other: it starts vimd and runs vimctl.
Task("demo").Description("Start vimd with 12 simulated hosts and deploy VNFs: [--once | --stay] [FILE ...]")
    .IsDependentOn("build").Does(() => Run("bash", ["src/Vim.Cli/Demo/demo.sh", .. rest]));

// dotnet publish src/Vim.X -c Release
Task("pack").Description("Publish vimd, vim-agent and vimctl under artifacts/publish")
    .IsDependentOn("restore").Does(() =>
{
    foreach (var project in new[] { "Vim.Server", "Vim.Agent", "Vim.Cli" })
    {
        Run("dotnet", ["publish", $"src/{project}", "-c", "Release", "--no-restore", "-v", "q", "-nologo"]);
    }
});

RunTarget(target);
