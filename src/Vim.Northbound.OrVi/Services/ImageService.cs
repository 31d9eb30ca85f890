using Nfv.OrVi.V1;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Images;
using Vim.Domain.Units;
using Vim.Engine.Views;
using Vim.Northbound.OrVi.Errors;
using Vim.Northbound.OrVi.Filters;
using Vim.Northbound.OrVi.Mapping;
using Vim.Northbound.OrVi.Validation;
using Vim.Rpc.Server;

namespace Vim.Northbound.OrVi.Services;

/// <summary>Software Image Management (IFA 005 7.2): the metadata; the bytes stay where the reference says.</summary>
internal sealed class ImageService(EngineCalls engine)
{
    private const int MaxUrlLength = 2_048;

    private static readonly FilterSchema<ImageView> Schema = new FilterSchema<ImageView>()
        .Text("softwareImageId", view => view.Id)
        .Text("name", view => view.State.Description?.Name)
        .Text("provider", view => view.State.Description?.Provider)
        .Text("version", view => view.State.Description?.Version)
        .Text("checksum", view => view.State.Description?.Checksum)
        .Text("containerFormat", view => view.State.Description?.ContainerFormat)
        .Text("diskFormat", view => view.State.Description?.DiskFormat)
        .Text("resourceGroupId", view => view.State.ResourceGroup.Value)
        .Number("size", view => view.State.Description?.Size.Bytes ?? 0)
        .Number("minDisk", view => view.State.Description?.MinDisk.Bytes ?? 0)
        .Number("minRam", view => view.State.Description?.MinMemory.Bytes ?? 0)
        .Map("userMetadata", (view, key) => MetadataMapping.Find(view.State.Description?.Metadata ?? [], key));

    public RpcService Build() => RpcService.For(SoftwareImageManagementReflection.Descriptor.Services[0])
        .Unary<AddImageRequest, AddImageResponse>("AddImage", AddAsync)
        .Unary<QueryImagesRequest, QueryImagesResponse>("QueryImages", Query)
        .Unary<QueryImageRequest, QueryImageResponse>("QueryImage", QueryOne)
        .Unary<UpdateImageRequest, UpdateImageResponse>("UpdateImage", UpdateAsync)
        .Unary<DeleteImageRequest, DeleteImageResponse>("DeleteImage", DeleteAsync)
        .Build();

    // 7.2.2
    private async ValueTask<AddImageResponse> AddAsync(AddImageRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        var id = violations.OptionalId("software_image_id", request.HasSoftwareImageId, request.SoftwareImageId);
        violations.Id("resource_group_id", request.ResourceGroupId);
        violations.If(request.SoftwareImage is null, "software_image", "must be given: what is known of the file");
        var description = DescriptionOf(request, request.SoftwareImage ?? new(), violations);
        var about = RequestContext.Of(request.ResourceGroupId, request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        var state = await engine.AskAsync(
            new AddImage(id is null ? null : new ImageId(id), description), call, about, "software_image");
        return new() { SoftwareImageMetadata = ImageMapping.ToProto(state) };
    }

    // 7.2.3
    private ValueTask<QueryImagesResponse> Query(QueryImagesRequest request, RpcServerCall call)
    {
        var page = QueryRunner.Run(
            engine.Views.Images,
            Schema,
            "image_query_filter",
            request.ImageQueryFilter,
            request.Page,
            view => view.State.Exists,
            call);
        var response = new QueryImagesResponse { NextPageToken = page.NextToken };
        response.SoftwareImagesInformation.AddRange(page.Items.Select(view => ImageMapping.ToProto(view.State)));
        return ValueTask.FromResult(response);
    }

    // 7.2.4
    private ValueTask<QueryImageResponse> QueryOne(QueryImageRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        violations.Id("software_image_id", request.SoftwareImageId);
        violations.ThrowIfAny();
        return ValueTask.FromResult(new QueryImageResponse
        {
            SoftwareImageInformation = ImageMapping.ToProto(Find(request.SoftwareImageId)),
        });
    }

    // 7.2.5
    private async ValueTask<UpdateImageResponse> UpdateAsync(UpdateImageRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        violations.Id("software_image_id", request.SoftwareImageId);
        var metadata = MetadataMapping.ToDomain(violations.Pairs("user_metadata", request.UserMetadata));
        var about = RequestContext.Of("", request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        var description = Find(request.SoftwareImageId).Description! with { Metadata = metadata };
        var state = await engine.AskAsync(
            new UpdateImage(new ImageId(request.SoftwareImageId), description), call, about);
        return new() { SoftwareImageMetadata = ImageMapping.ToProto(state) };
    }

    // 7.2.6
    private async ValueTask<DeleteImageResponse> DeleteAsync(DeleteImageRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        violations.Id("software_image_id", request.SoftwareImageId);
        var about = RequestContext.Of("", request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        var state = await engine.AskAsync(new DeleteImage(new ImageId(request.SoftwareImageId)), call, about);
        return new() { SoftwareImageId = state.Id.Value };
    }

    private static ImageDescription DescriptionOf(
        AddImageRequest request, SoftwareImageReference file, Violations violations)
    {
        violations.If(request.Name.Length == 0, "name", "must be given");
        violations.If(request.Provider.Length == 0, "provider", "must be given");
        violations.If(request.Version.Length == 0, "version", "must be given");
        violations.If(
            !Enum.IsDefined(request.Visibility), "visibility", $"{request.Visibility} is no value of ImageVisibility");
        return new ImageDescription
        {
            Name = violations.Text("name", request.Name),
            Provider = violations.Text("provider", request.Provider),
            Version = violations.Text("version", request.Version),
            Checksum = violations.Text("software_image.checksum", file.Checksum),
            ContainerFormat = Or("bare", violations.Text("software_image.container_format", file.ContainerFormat)),
            DiskFormat = Or("qcow2", violations.Text("software_image.disk_format", file.DiskFormat)),
            MinDisk = Size("software_image.min_disk", file.MinDisk, violations),
            MinMemory = Size("software_image.min_ram", file.MinRam, violations),
            Size = Size("software_image.size", file.Size, violations),
            Source = violations.Text("software_image.url", file.Url, MaxUrlLength),
            IsPublic = request.Visibility == ImageVisibility.Public,
            Metadata = MetadataMapping.ToDomain(violations.Pairs("user_metadata", request.UserMetadata)),
        };
    }

    private static string Or(string otherwise, string given) => given.Length == 0 ? otherwise : given;

    private static MemorySize Size(string field, DataSize? size, Violations violations)
    {
        var bytes = size?.Bytes ?? 0;
        violations.If(bytes < 0, field, "must not be negative");
        return new(bytes);
    }

    private ImageState Find(string id) => engine.Views.Images.Find(id)?.State is { Exists: true } state
        ? state
        : throw ErrorTable.Refusal(Refusals.NotFound("image", id));
}
