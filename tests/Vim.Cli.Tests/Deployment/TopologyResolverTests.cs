using Vim.Cli.Deployment;
using Vim.Descriptors.Model;

namespace Vim.Cli.Tests.Deployment;

public sealed class TopologyResolverTests
{
    [Theory]
    [InlineData(8, 2, 2, 2, "2x2x2")]
    [InlineData(14, null, null, 2, "7x1x2")]
    [InlineData(10, 1, 10, 1, "1x10x1")]
    [InlineData(8, null, 4, null, "2x4x1")]
    [InlineData(12, 2, null, null, "2x6x1")]
    [InlineData(8, 3, null, null, null)]
    [InlineData(8, 2, 2, 1, null)]
    public void Free_parts_are_filled_sockets_first(
        int count, int? sockets, int? cores, int? threads, string? expected) =>
        Assert.Equal(expected, Resolve(count, new GuestCpuTopology(sockets, cores, threads)));

    [Theory]
    [InlineData(8, 2, null, null, "2x4x1")]
    [InlineData(8, 1, 2, 4, "1x2x4")]
    [InlineData(8, 1, 2, 2, null)]
    [InlineData(6, 4, null, null, "3x2x1")]
    public void Bounds_hold(int count, int? sockets, int? cores, int? threads, string? expected) =>
        Assert.Equal(expected, Resolve(count, new GuestCpuTopology(null, null, null, sockets, cores, threads)));

    private static string? Resolve(int count, GuestCpuTopology wanted) =>
        TopologyResolver.Resolve(wanted, count) is { } found
            ? $"{found.SocketCount}x{found.CoreCount}x{found.ThreadCount}"
            : null;
}
