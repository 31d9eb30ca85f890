using System.CommandLine;
using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Deployment;
using Vim.Cli.Output;
using Vim.Cli.Rendering;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl image ...</c>.</summary>
internal static class ImageCommands
{
    public static Command Create(CliApplication application) => CliApplication.Group(
        "image", "Software images", List(application), Show(application), Register(application), Delete(application));

    private static Command List(CliApplication application) => application.Define(
        "list",
        "List images",
        async context =>
        {
            var images = await context.Client.ImagesAsync(Filters.All, context.CancellationToken);
            context.WriteAll(images, image => image.SoftwareImageId, () =>
                ImageTable.Write(context.Output, images, context.IsWide));
        });

    private static Command Show(CliApplication application)
    {
        var image = new Argument<string>("IMAGE") { Description = "Id or name" };
        return application.Define(
            "show",
            "Show what is known of an image",
            async context =>
            {
                var found = await context.Client.ImageAsync(context.Get(image), context.CancellationToken);
                context.WriteOne(found, found.SoftwareImageId, () =>
                    context.Output.Writer.WriteLine(MessageText.ToYaml(MessageText.ToNode(found))));
            },
            image);
    }

    private static Command Register(CliApplication application)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the image" };
        var version = Text("--image-version", "Version [unknown]", "VERSION");
        var provider = Text("--provider", "Who made it [unknown]", "NAME");
        var url = Text("--url", "Where the bytes are", "URL");
        var checksum = Text("--checksum", "Algorithm and digest: sha256:9f86...", "DIGEST");
        var format = Text("--disk-format", "qcow2, raw, vmdk ... [qcow2]", "FORMAT");
        var disk = new Option<long?>("--min-disk-gib") { Description = "Smallest disk in GiB", HelpName = "GIB" };
        var open = new Option<bool>("--public") { Description = "Other tenants may use it" };
        return application.Define(
            "register",
            "Register the metadata of an image",
            async context =>
            {
                var reference = new SoftwareImageReference
                {
                    Url = context.Get(url) ?? "",
                    Checksum = context.Get(checksum) ?? "",
                    ContainerFormat = "bare",
                    DiskFormat = context.Get(format) ?? "qcow2",
                };
                if (context.Get(disk) is { } gibibytes)
                {
                    reference.MinDisk = new DataSize { Bytes = gibibytes << 30 };
                }

                var answer = await context.Client.CallAsync(
                    OrVi.AddImage,
                    new AddImageRequest
                    {
                        Name = context.Get(name),
                        Version = context.Get(version) ?? "unknown",
                        Provider = context.Get(provider) ?? "unknown",
                        SoftwareImage = reference,
                        ResourceGroupId = context.Settings.Tenant,
                        Visibility = context.Get(open) ? ImageVisibility.Public : ImageVisibility.Private,
                        IdempotencyKey = $"vimctl-{Guid.NewGuid():N}",
                    },
                    context.CancellationToken);
                var made = answer.SoftwareImageMetadata;
                context.WriteOne(made, made.SoftwareImageId, () =>
                    ImageTable.Write(context.Output, [made], context.IsWide));
            },
            name,
            version,
            provider,
            url,
            checksum,
            format,
            disk,
            open);
    }

    private static Command Delete(CliApplication application)
    {
        var images = new Argument<string[]>("IMAGE") { Description = "Ids or names", Arity = ArgumentArity.OneOrMore };
        return application.Define(
            "delete",
            "Delete images",
            async context =>
            {
                var removed = new List<SoftwareImageInformation>();
                foreach (var idOrName in context.Get(images))
                {
                    var image = await context.Client.ImageAsync(idOrName, context.CancellationToken);
                    await new ResourceRemover(context.Client)
                        .RemoveAsync(ResourceKind.Image, image.SoftwareImageId, context.CancellationToken);
                    removed.Add(image);
                }

                context.WriteAll(removed, image => image.SoftwareImageId, () => context.Output.Line(
                    $"deleted {string.Join(", ", removed.Select(image => image.SoftwareImageId))}"));
            },
            images);
    }

    private static Option<string?> Text(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };
}
