using Vim.Domain.Epa.Metadata;
using Vim.Domain.Topology;

namespace Vim.Domain.Tests.Epa.Metadata;

public sealed class CpuKeysTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("hw:cpu_policy=shared", "cpus Shared")]
    [InlineData("hw:cpu_policy=dedicated", "cpus Dedicated")]
    [InlineData("hw:cpu_policy=dedicated; hw:cpu_thread_policy=isolate", "cpus Dedicated; threads Isolate")]
    [InlineData("hw:cpu_policy=dedicated; hw:cpu_thread_policy=require", "cpus Dedicated; threads Require")]
    [InlineData("hw:cpu_policy=mixed; hw:cpu_dedicated_mask=1-2", "cpus Mixed; dedicated 1-2")]
    [InlineData("hw:cpu_policy=mixed; hw:cpu_dedicated_mask=^0", "cpus Mixed; dedicated 1-3")]
    [InlineData("hw:cpu_policy=mixed; hw:cpu_dedicated_mask=^0,^3", "cpus Mixed; dedicated 1-2")]
    [InlineData("hw:cpu_policy=dedicated; hw:emulator_threads_policy=isolate", "cpus Dedicated; emulator Isolate")]
    [InlineData("hw:emulator_threads_policy=share", "emulator Share")]
    public void Policies_and_masks_say_how_vCPUs_get_CPUs(string metadata, string understood) =>
        Assert.Equal(understood, MetadataCase.Understood(metadata));

    [Theory]
    [InlineData(
        "hw:cpu_policy=dedicated; hw:cpu_realtime=yes; hw:cpu_realtime_mask=^0",
        "cpus Dedicated; real-time 1-3")]
    [InlineData(
        "hw:cpu_policy=dedicated; hw:cpu_realtime=True; hw:cpu_realtime_mask=2-3",
        "cpus Dedicated; real-time 2-3")]
    [InlineData(
        "hw:cpu_policy=dedicated; hw:cpu_realtime=1; hw:emulator_threads_policy=share",
        "cpus Dedicated; emulator Share; real-time 0-3")]
    [InlineData(
        "hw:cpu_policy=mixed; hw:cpu_realtime=on; hw:cpu_realtime_mask=2-3",
        "cpus Mixed; dedicated 2-3; real-time 2-3")]
    [InlineData("hw:cpu_policy=dedicated; hw:cpu_realtime=no; hw:cpu_realtime_mask=^0", "cpus Dedicated")]
    [InlineData("hw:cpu_realtime_mask=^0", "")]
    public void Real_time_vCPUs_are_those_of_the_mask_or_all(string metadata, string understood) =>
        Assert.Equal(understood, MetadataCase.Understood(metadata));

    [Theory]
    [InlineData("hw:cpu_policy=pinned", "hw:cpu_policy", "shared, dedicated, mixed")]
    [InlineData("hw:cpu_policy=Dedicated", "hw:cpu_policy", "shared, dedicated, mixed")]
    [InlineData(
        "hw:cpu_policy=dedicated; hw:cpu_thread_policy=avoid", "hw:cpu_thread_policy", "prefer, isolate, require")]
    [InlineData("hw:cpu_thread_policy=prefer", "hw:cpu_thread_policy", "dedicated or mixed")]
    [InlineData("hw:cpu_policy=shared; hw:cpu_thread_policy=isolate", "hw:cpu_thread_policy", "dedicated or mixed")]
    [InlineData("hw:emulator_threads_policy=isolate", "hw:emulator_threads_policy", "dedicated or mixed")]
    [InlineData("hw:emulator_threads_policy=none", "hw:emulator_threads_policy", "share, isolate")]
    [InlineData("hw:cpu_policy=mixed", "hw:cpu_dedicated_mask", "is missing")]
    [InlineData("hw:cpu_policy=mixed; hw:cpu_dedicated_mask=0-3", "hw:cpu_dedicated_mask", "one vCPU shared")]
    [InlineData("hw:cpu_policy=mixed; hw:cpu_dedicated_mask=1,7", "hw:cpu_dedicated_mask", "names vCPUs 7")]
    [InlineData("hw:cpu_policy=mixed; hw:cpu_dedicated_mask=one", "hw:cpu_dedicated_mask", "is no mask")]
    [InlineData(
        "hw:cpu_policy=dedicated; hw:cpu_dedicated_mask=1", "hw:cpu_dedicated_mask", "is for hw:cpu_policy mixed")]
    [InlineData("hw:cpu_realtime=yes; hw:cpu_realtime_mask=^0", "hw:cpu_realtime", "dedicated or mixed")]
    [InlineData("hw:cpu_policy=dedicated; hw:cpu_realtime=maybe", "hw:cpu_realtime", "neither true nor false")]
    [InlineData("hw:cpu_policy=dedicated; hw:cpu_realtime=yes", "hw:cpu_realtime_mask", "leave one out")]
    [InlineData(
        "hw:cpu_policy=dedicated; hw:cpu_realtime=yes; hw:cpu_realtime_mask=^0-3",
        "hw:cpu_realtime_mask",
        "leaves no vCPU")]
    [InlineData(
        "hw:cpu_policy=dedicated; hw:cpu_realtime=yes; hw:cpu_realtime_mask=3-4",
        "hw:cpu_realtime_mask",
        "names vCPUs 4")]
    [InlineData(
        "hw:cpu_policy=mixed; hw:cpu_dedicated_mask=1; hw:cpu_realtime=yes; hw:cpu_realtime_mask=1",
        "hw:cpu_dedicated_mask",
        "use one of them")]
    public void What_makes_no_sense_is_refused_by_its_key(string metadata, string key, string words) =>
        MetadataCase.RequireRefusal(key, words, MetadataCase.Read(metadata));

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var reading =
            MetadataCase.Read("hw:cpu_policy=all; hw:mem_page_size=big; hw:numa_nodes=0; hw:colour=red; colour=red");
        Assert.Equal(
            ["hw:colour", "hw:cpu_policy", "hw:mem_page_size", "hw:numa_nodes"],
            reading.Refusals.Select(refusal => refusal.Key));
        Assert.Equal("red", reading.Refusals[0].Value);
        Assert.StartsWith("hw:cpu_policy=all is not one of", reading.Refusals[1].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0-3,8", "0-3,8")]
    [InlineData(" 1 , 2 - 3 ", "1-3")]
    [InlineData("0-7,^2-5", "0-1,6-7")]
    [InlineData("^4,0-7", "0-3,5-7")]
    [InlineData("5,,6", "5-6")]
    [InlineData("", "")]
    [InlineData("4-2", null)]
    [InlineData("-3", null)]
    [InlineData("^^3", null)]
    [InlineData("^", null)]
    [InlineData("1-2-3", null)]
    [InlineData("0-4096", null)]
    [InlineData("a", null)]
    public void CPU_specifications_name_and_leave_out(string text, string? cpus)
    {
        Assert.Equal(cpus is not null, CpuSpec.TryParse(text, out var set));
        Assert.Equal(CpuSet.Parse(cpus ?? ""), cpus is null ? CpuSet.Empty : set);
    }

    [Fact]
    public void A_CPU_specification_has_bounds() => Assert.False(CpuSpec.TryParse(new string(',', 2000), out _));
}
