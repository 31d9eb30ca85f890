using System.Collections.Concurrent;
using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Errors;

namespace Vim.Cli.Deployment;

/// <summary>Ids by name: of what the VIM has already, and of what the deployment makes.</summary>
internal sealed class Catalogue
{
    public ConcurrentDictionary<string, string> Networks { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, string> FlavourIds { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, string> Images { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, string> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Flavours of the VIM that the descriptor names, by name.</summary>
    public Dictionary<string, VirtualComputeFlavour> ExistingFlavours { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<PlannedImage> ImagesToRegister { get; private set; } = [];

    /// <summary>Looks up all that must exist; what does not is told at once.</summary>
    public static async Task<Catalogue> ReadAsync(
        VimClient client, DeploymentPlan plan, bool registersImages, CancellationToken cancellationToken)
    {
        var catalogue = new Catalogue();
        var missing = new List<ErrorDetail>();
        foreach (var name in plan.ExistingNetworks)
        {
            var found = await client.NetworksAsync(Filters.Equal("networkResourceName", name), cancellationToken);
            var ids = found.Networks.Select(network => network.NetworkResourceId).ToList();
            Take(catalogue.Networks, "network", name, ids, missing);
        }

        foreach (var name in plan.ExistingFlavours)
        {
            var found = await client.FlavoursAsync(Filters.Equal("name", name), cancellationToken);
            Take(catalogue.FlavourIds, "flavour", name, [.. found.Select(flavour => flavour.FlavourId)], missing);
            if (found.Count == 1)
            {
                catalogue.ExistingFlavours[name] = found[0];
            }
        }

        await catalogue.ReadImagesAsync(client, plan, registersImages, missing, cancellationToken);
        return missing.Count == 0
            ? catalogue
            : throw new CliException(new CliError
            {
                ExitCode = ExitCodes.NotFound,
                Code = "vimctl.not_found",
                Problem = "the descriptor needs what the VIM does not have",
                Details = missing,
                Remedy = missing.Any(detail => detail.Place.StartsWith("image", StringComparison.Ordinal))
                    ? "make it first; for images, 'vimctl image register' or --register-images"
                    : "make it first",
            });
    }

    private async Task ReadImagesAsync(
        VimClient client,
        DeploymentPlan plan,
        bool registersImages,
        List<ErrorDetail> missing,
        CancellationToken cancellationToken)
    {
        var toRegister = new List<PlannedImage>();
        foreach (var image in plan.Images)
        {
            var found = await client.ImagesAsync(Filters.Equal("name", image.Name), cancellationToken);
            if (found.Count == 0 && registersImages)
            {
                toRegister.Add(image);
            }
            else
            {
                Take(Images, "image", image.Name, [.. found.Select(known => known.SoftwareImageId)], missing);
            }
        }

        ImagesToRegister = toRegister;
    }

    private static void Take(
        ConcurrentDictionary<string, string> ids,
        string kind,
        string name,
        List<string> found,
        List<ErrorDetail> missing)
    {
        if (found.Count == 1)
        {
            ids[name] = found[0];
        }
        else
        {
            missing.Add(new ErrorDetail(
                $"{kind} {name}",
                found.Count == 0 ? "is not there" : $"is there {found.Count} times; names must tell apart"));
        }
    }
}
