using Nfv.OrVi.V1;
using Vim.Engine;
using Vim.Northbound.OrVi.Services;
using Vim.Rpc.Server;

namespace Vim.Northbound.OrVi;

/// <summary>
/// The Or-Vi services of this VIM (ETSI GS NFV-IFA 005), ready to be given to an <see cref="RpcServer"/>.
/// </summary>
public static class OrViServices
{
    /// <summary>
    /// The services over <paramref name="engine"/>. The caller's name is <see cref="RpcServerCall.Principal"/> where
    /// the server's authorisation set one. Calls of the standard that are not offered yet answer UNIMPLEMENTED.
    /// </summary>
    public static IReadOnlyList<RpcService> All(IVimEngine engine, OrViOptions options)
    {
        var calls = new EngineCalls(engine);
        var compute = RpcService.For(ComputeManagementReflection.Descriptor.Services[0]);
        new ComputeService(calls).Bind(compute);
        new AffinityGroupService(calls).Bind(compute);
        return
        [
            compute.UnimplementedRest().Build(),
            new FlavourService(calls).Build(),
            new ImageService(calls).Build(),
            new NetworkService(calls).Build(),
            new CapacityService(calls, options).Build(),
            new ChangeNotificationService(calls, options).Build(),
            new ExplanationService(calls).Build(),
        ];
    }
}
