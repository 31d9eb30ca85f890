using Vim.Cli.Deployment;
using Vim.Descriptors.Model;

namespace Vim.Cli.Tests.Deployment;

public sealed class AffinityScopeTests
{
    /// <summary>A scope of a descriptor that has no word over Or-Vi throws.</summary>
    [Fact]
    public void Each_scope_of_a_descriptor_is_one_of_OrVi_by_its_name()
    {
        foreach (var scope in Enum.GetValues<AffinityScope>())
        {
            var asked = DeploymentMapper.ScopeOf(new("g", AffinityKind.Affinity, scope));
            Assert.Equal(scope == AffinityScope.Host ? "NfviNode" : $"{scope}", $"{asked}");
        }
    }
}
