using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;
using Proto = Vim.Contracts.Model.V1;

namespace Vim.Codecs;

/// <summary>The enumerations that domain and wire share.</summary>
public static class Enums
{
    private static readonly EnumMap<CpuPolicy, Proto.CpuPolicy> CpuPolicies = new();
    private static readonly EnumMap<CpuThreadPolicy, Proto.CpuThreadPolicy> ThreadPolicies = new();
    private static readonly EnumMap<EmulatorThreadPolicy, Proto.EmulatorThreadPolicy> EmulatorPolicies = new();
    private static readonly EnumMap<PciNumaPolicy, Proto.PciNumaPolicy> PciPolicies = new();
    private static readonly EnumMap<DeviceSpread, Proto.DeviceSpread> DeviceSpreads = new();
    private static readonly EnumMap<VnicKind, Proto.VnicKind> VnicKinds = new();
    private static readonly EnumMap<PageSizeKind, Proto.PageSizeKind> PageSizeKinds = new();
    private static readonly EnumMap<AffinityType, Proto.AffinityType> AffinityTypes = new();
    private static readonly EnumMap<AffinityScope, Proto.AffinityScope> AffinityScopes = new();
    private static readonly EnumMap<Dimension, Proto.Dimension> Dimensions = new();
    private static readonly EnumMap<GuestPowerState, Proto.GuestPowerState> PowerStates = new();
    private static readonly EnumMap<GuestOperation, Proto.GuestOperation> Operations = new();

    /// <summary>To the wire.</summary>
    public static Proto.CpuPolicy ToProto(this CpuPolicy value) => CpuPolicies.ToProto(value);

    /// <summary>To the wire.</summary>
    public static Proto.CpuThreadPolicy ToProto(this CpuThreadPolicy value) => ThreadPolicies.ToProto(value);

    /// <summary>To the wire.</summary>
    public static Proto.EmulatorThreadPolicy ToProto(this EmulatorThreadPolicy value) =>
        EmulatorPolicies.ToProto(value);

    /// <summary>To the wire.</summary>
    public static Proto.PciNumaPolicy ToProto(this PciNumaPolicy value) => PciPolicies.ToProto(value);

    /// <summary>To the wire.</summary>
    public static Proto.DeviceSpread ToProto(this DeviceSpread value) => DeviceSpreads.ToProto(value);

    /// <summary>To the wire.</summary>
    public static Proto.VnicKind ToProto(this VnicKind value) => VnicKinds.ToProto(value);

    /// <summary>To the wire.</summary>
    public static Proto.PageSizeKind ToProto(this PageSizeKind value) => PageSizeKinds.ToProto(value);

    /// <summary>To the wire.</summary>
    public static Proto.AffinityType ToProto(this AffinityType value) => AffinityTypes.ToProto(value);

    /// <summary>To the wire.</summary>
    public static Proto.AffinityScope ToProto(this AffinityScope value) => AffinityScopes.ToProto(value);

    /// <summary>To the wire.</summary>
    public static Proto.Dimension ToProto(this Dimension value) => Dimensions.ToProto(value);

    /// <summary>To the wire.</summary>
    public static Proto.GuestPowerState ToProto(this GuestPowerState value) => PowerStates.ToProto(value);

    /// <summary>To the wire.</summary>
    public static Proto.GuestOperation ToProto(this GuestOperation value) => Operations.ToProto(value);

    /// <summary>From the wire.</summary>
    /// <exception cref="FormatException">Unspecified, or of a newer version; as for all that follow.</exception>
    public static CpuPolicy ToDomain(this Proto.CpuPolicy value) => CpuPolicies.ToDomain(value);

    /// <summary>From the wire.</summary>
    public static CpuThreadPolicy ToDomain(this Proto.CpuThreadPolicy value) => ThreadPolicies.ToDomain(value);

    /// <summary>From the wire.</summary>
    public static EmulatorThreadPolicy ToDomain(this Proto.EmulatorThreadPolicy value) =>
        EmulatorPolicies.ToDomain(value);

    /// <summary>From the wire.</summary>
    public static PciNumaPolicy ToDomain(this Proto.PciNumaPolicy value) => PciPolicies.ToDomain(value);

    /// <summary>From the wire.</summary>
    public static DeviceSpread ToDomain(this Proto.DeviceSpread value) => DeviceSpreads.ToDomain(value);

    /// <summary>From the wire.</summary>
    public static VnicKind ToDomain(this Proto.VnicKind value) => VnicKinds.ToDomain(value);

    /// <summary>From the wire.</summary>
    public static PageSizeKind ToDomain(this Proto.PageSizeKind value) => PageSizeKinds.ToDomain(value);

    /// <summary>From the wire.</summary>
    public static AffinityType ToDomain(this Proto.AffinityType value) => AffinityTypes.ToDomain(value);

    /// <summary>From the wire.</summary>
    public static AffinityScope ToDomain(this Proto.AffinityScope value) => AffinityScopes.ToDomain(value);

    /// <summary>From the wire.</summary>
    public static Dimension ToDomain(this Proto.Dimension value) => Dimensions.ToDomain(value);

    /// <summary>From the wire.</summary>
    public static GuestPowerState ToDomain(this Proto.GuestPowerState value) => PowerStates.ToDomain(value);

    /// <summary>From the wire.</summary>
    public static GuestOperation ToDomain(this Proto.GuestOperation value) => Operations.ToDomain(value);
}
