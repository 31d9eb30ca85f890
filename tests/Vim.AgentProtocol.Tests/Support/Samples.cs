using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Southbound.Simulated;
using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Faults;
using Vim.Southbound.Simulated.Guests;

namespace Vim.AgentProtocol.Tests.Support;

/// <summary>A small host and guests for it.</summary>
internal static class Samples
{
    private const string Description =
        """
        server:
          model: small
          architecture: x86_64
          cores:
            - {socket: 0, numa_node: 0, threads: ["0-15", "16-31"]}
          numa_nodes:
            - {id: 0, memory: 64 GiB, distances: [10]}
        setup:
          housekeeping_cpus: "0,16"
          numa_nodes:
            0: {reserved_memory: 2 GiB, huge_pages: {1 GiB: 48}}
          local_storage: 1 TiB
        """;

    public static HostId Host { get; } = new("h1");

    public static HostInventory Inventory(string host = "h1") => HostDescriptionParser.Parse(Description, "small.yaml")
        .ToInventory(new(new HostId(host), new ZoneId("zone-a"), "rack-1", "boot-1"));

    public static SimulatedHost NewHost(IFaultPlan? faults = null, TimeProvider? time = null) =>
        new(
            Inventory(),
            HostTiming.Instant,
            faults ?? NoFaults.Plan,
            time ?? TimeProvider.System,
            NoGuestStore.Instance);

    /// <summary>A guest with one pinned vCPU: the CPU and 1 GiB.</summary>
    public static GuestSpec Guest(string compute, int cpu, int incarnation = 1) => new()
    {
        Compute = new(compute),
        Incarnation = incarnation,
        Name = compute,
        Requirements = new() { VirtualCpuCount = 1, Memory = MemorySize.FromGiB(1) },
        Placement = new()
        {
            Host = Host,
            Nodes = [new(0, 0, PageSize.Huge1GiB, 1, 0)],
            Pins = [new(0, cpu)],
        },
    };

    public static GuestOrder Create(string compute, int cpu, int incarnation = 1, int number = 0) =>
        new CreateGuest(Host, Guest(compute, cpu, incarnation), number);

    public static GuestOrder Operate(string compute, GuestOperation operation, int number = 0) =>
        new OperateGuest(Host, new(compute), 1, number, operation);

    public static GuestOrder Destroy(string compute, int incarnation = 1) =>
        new DestroyGuest(Host, new(compute), incarnation);
}
