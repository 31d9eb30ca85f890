using Vim.Domain.Identity;
using Vim.Engine.Views;

namespace Vim.Engine.Routing;

/// <summary>Which tenant may see and use what. Callers of no tenant (operators, the VIM itself) may all.</summary>
internal static class Tenancy
{
    public static bool Owns(ResourceGroupId owner, CallerContext caller) =>
        caller.ResourceGroup.Value.Length == 0 || owner == caller.ResourceGroup;

    public static bool MayUse(VirtualLinkView? link, CallerContext caller) =>
        link is not null && (link.State.Description!.IsShared || Owns(link.State.ResourceGroup, caller));

    public static bool MayUse(ImageView? image, CallerContext caller) =>
        image is not null && (image.State.Description!.IsPublic || Owns(image.State.ResourceGroup, caller));
}
