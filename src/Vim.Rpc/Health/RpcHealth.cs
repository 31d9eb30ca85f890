using System.Threading.Channels;
using Vim.Rpc.Health.V1;
using Vim.Rpc.Server;
using ServingStatus = Vim.Rpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Vim.Rpc.Health;

/// <summary>
/// The state of a server's services and the service that tells it (grpc.health.v1). The empty name is the server as a
/// whole. Thread-safe.
/// </summary>
public sealed class RpcHealth
{
    // A watcher needs the newest state; a slow one loses older states, never the last.
    private const int UnreadChanges = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServingStatus> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Watcher>> _watchers = new(StringComparer.Ordinal);

    /// <summary>A server that serves; its services are set one by one.</summary>
    public RpcHealth()
    {
        _states[""] = ServingStatus.Serving;
        Service = RpcService.For(HealthReflection.Descriptor.Services[0])
            .Unary<HealthCheckRequest, HealthCheckResponse>("Check", CheckAsync)
            .ServerStreaming<HealthCheckRequest, HealthCheckResponse>("Watch", WatchAsync)
            .Build();
    }

    /// <summary>The health service, to be given to the server.</summary>
    public RpcService Service { get; }

    /// <summary>
    /// Sets whether a service (full name; empty: the whole server) serves; watchers are told of a change.
    /// </summary>
    public void Set(string service, bool serving)
    {
        ArgumentNullException.ThrowIfNull(service);
        Change(service, serving ? ServingStatus.Serving : ServingStatus.NotServing);
    }

    /// <summary>Forgets a service: Check answers NOT_FOUND, watchers are told SERVICE_UNKNOWN.</summary>
    public void Remove(string service)
    {
        ArgumentNullException.ThrowIfNull(service);
        Change(service, null);
    }

    private void Change(string service, ServingStatus? status)
    {
        lock (_lock)
        {
            if (status is { } known)
            {
                _states[service] = known;
            }
            else
            {
                _states.Remove(service);
            }

            foreach (var watcher in _watchers.GetValueOrDefault(service) ?? [])
            {
                watcher.Tell(status ?? ServingStatus.ServiceUnknown);
            }
        }
    }

    private ValueTask<HealthCheckResponse> CheckAsync(HealthCheckRequest request, RpcServerCall call)
    {
        lock (_lock)
        {
            return _states.TryGetValue(request.Service, out var status)
                ? new ValueTask<HealthCheckResponse>(new HealthCheckResponse { Status = status })
                : throw new RpcException(RpcStatusCode.NotFound, $"There is no service '{request.Service}'.");
        }
    }

    private async ValueTask WatchAsync(
        HealthCheckRequest request, IRpcWriter<HealthCheckResponse> writer, RpcServerCall call)
    {
        var watcher = Join(request.Service);
        try
        {
            using var end =
                CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, call.ServerStopping);
            await foreach (var status in watcher.Changes.ReadAllAsync(end.Token))
            {
                await writer.WriteAsync(new HealthCheckResponse { Status = status });
            }
        }
        catch (OperationCanceledException) when (call.ServerStopping.IsCancellationRequested)
        {
            await writer.WriteAsync(new HealthCheckResponse { Status = ServingStatus.NotServing });
            throw new RpcException(RpcStatusCode.Unavailable, "The server is stopping.");
        }
        finally
        {
            Leave(request.Service, watcher);
        }
    }

    private Watcher Join(string service)
    {
        var watcher = new Watcher();
        lock (_lock)
        {
            watcher.Tell(_states.TryGetValue(service, out var status) ? status : ServingStatus.ServiceUnknown);
            if (!_watchers.TryGetValue(service, out var watchers))
            {
                _watchers[service] = watchers = [];
            }

            watchers.Add(watcher);
        }

        return watcher;
    }

    private void Leave(string service, Watcher watcher)
    {
        lock (_lock)
        {
            var watchers = _watchers[service];
            watchers.Remove(watcher);
            if (watchers.Count == 0)
            {
                _watchers.Remove(service);
            }
        }
    }

    private sealed class Watcher
    {
        private readonly Channel<ServingStatus> _changes = Channel.CreateBounded<ServingStatus>(
            new BoundedChannelOptions(UnreadChanges) { FullMode = BoundedChannelFullMode.DropOldest });

        private ServingStatus? _told;

        public ChannelReader<ServingStatus> Changes => _changes.Reader;

        /// <summary>Queues a state that differs from the last; under the lock of the health state.</summary>
        public void Tell(ServingStatus status)
        {
            if (_told != status)
            {
                _told = status;
                _changes.Writer.TryWrite(status);
            }
        }
    }
}
