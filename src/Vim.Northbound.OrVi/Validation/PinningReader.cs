using System.Collections.Immutable;
using Nfv.OrVi.V1;
using Vim.Domain.Epa;
using Vim.Domain.Topology;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>
/// A VirtualCpuPinningData (IFA 005 8.4.2.4) as rules. The standard leaves the form of a rule open; here its key lists
/// vCPUs, and its value the host CPUs of which each of them has one.
/// </summary>
internal sealed class PinningReader(string path, Violations violations)
{
    private const int MaxListLength = 1024;

    /// <summary>The rules by vCPU; none where the VIM is to choose. Meaningless where anything was noted.</summary>
    public ImmutableArray<CpuPinningRule> Read(VirtualCpuPinningData? pinning)
    {
        if (pinning is null)
        {
            return [];
        }

        var rules = pinning.CpuPinningRules;
        var isStatic = pinning.CpuPinningPolicy == CpuPinningPolicy.Static;
        violations.If(
            !Enum.IsDefined(pinning.CpuPinningPolicy),
            $"{path}.cpu_pinning_policy",
            $"{pinning.CpuPinningPolicy} is no value of CpuPinningPolicy");
        violations.If(
            isStatic && rules.Count == 0,
            $"{path}.cpu_pinning_rules",
            "STATIC needs rules: key the vCPUs, value their host CPUs; use DYNAMIC to leave the choice to the VIM");
        violations.If(!isStatic && rules.Count > 0, $"{path}.cpu_pinning_rules", "is for STATIC only");
        violations.If(
            rules.Count > ComputeRequirementsRules.MaxVirtualCpus,
            $"{path}.cpu_pinning_rules",
            $"at most {ComputeRequirementsRules.MaxVirtualCpus} rules");
        return
        [
            .. rules.Take(ComputeRequirementsRules.MaxVirtualCpus)
                .SelectMany((rule, index) =>
                {
                    var at = $"{path}.cpu_pinning_rules[{index}]";
                    var hostCpus = Cpus($"{at}.value", rule.Value);
                    return Cpus($"{at}.key", rule.Key).Select(cpu => new CpuPinningRule(cpu, hostCpus));
                })
                .Take(ComputeRequirementsRules.MaxVirtualCpus + 1)
                .OrderBy(rule => rule.VirtualCpu),
        ];
    }

    private CpuSet Cpus(string field, string text)
    {
        var set = CpuSet.Empty;
        var isSound = text.Length is > 0 and <= MaxListLength && CpuSet.TryParse(text, out set) && !set.IsEmpty;
        violations.If(!isSound, field, $"is no CPU list such as 0-3,8 of at most {MaxListLength} characters");
        return isSound ? set : CpuSet.Empty;
    }
}
