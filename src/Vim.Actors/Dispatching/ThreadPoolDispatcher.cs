namespace Vim.Actors.Dispatching;

/// <summary>Runs shards on the thread pool of .NET.</summary>
public sealed class ThreadPoolDispatcher : IDispatcher
{
    /// <param name="throughput">Messages per run: more gives larger groups, fewer gives fairer cores.</param>
    public ThreadPoolDispatcher(int throughput = 256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(throughput, 1);
        Throughput = throughput;
    }

    public int Throughput { get; }

    public void Schedule(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
}
