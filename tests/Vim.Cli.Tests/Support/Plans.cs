using Vim.Cli.Deployment;
using Vim.Descriptors;
using Vim.Descriptors.Model;

namespace Vim.Cli.Tests.Support;

/// <summary>Plans of the project's own descriptors.</summary>
internal static class Plans
{
    public static DeploymentPlan Of(string file, string? zone = null, bool leavesOut = false)
    {
        var path = Files.Of("etsi-models", "vnfd", file);
        var result = DescriptorReader.Read(
            new DescriptorFile(file, File.ReadAllText(path)), [], DescriptorOptions.None);
        Assert.True(result.IsDeployable, string.Join('\n', result.Errors));
        return Of(result.Deployment!, zone, leavesOut);
    }

    public static DeploymentPlan Of(VnfDeployment deployment, string? zone = null, bool leavesOut = false) =>
        DeploymentMapper.Map(
            deployment,
            new MappingChoices { Tenant = "tenant-1", Location = new(zone, [], []), LeaveOutUnsupported = leavesOut });
}
