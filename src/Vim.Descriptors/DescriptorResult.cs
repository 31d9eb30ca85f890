using Vim.Descriptors.Model;

namespace Vim.Descriptors;

/// <summary>A deployment, or the errors that refuse the descriptor; never both, never neither.</summary>
public sealed record DescriptorResult
{
    private DescriptorResult(VnfDeployment? deployment, IReadOnlyList<DescriptorError> errors)
    {
        Deployment = deployment;
        Errors = errors;
    }

    /// <summary>The deployment; null when there are errors.</summary>
    public VnfDeployment? Deployment { get; }

    /// <summary>The errors in order of place; empty when there is a deployment.</summary>
    public IReadOnlyList<DescriptorError> Errors { get; }

    /// <summary>True when the descriptor can be deployed.</summary>
    public bool IsDeployable => Deployment is not null;

    internal static DescriptorResult Of(VnfDeployment deployment) => new(deployment, []);

    internal static DescriptorResult Refused(IReadOnlyList<DescriptorError> errors) => new(null, errors);
}
