using Vim.Domain.Identity;

namespace Vim.Southbound.Simulated;

/// <summary>Lets the operations of one compute run one after another, in the order in which they came.</summary>
internal sealed class ComputeQueues
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ComputeId, Task> _last = [];

    public async Task<T> RunAsync<T>(ComputeId compute, Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_lock)
        {
            before = _last.GetValueOrDefault(compute, Task.CompletedTask);
            _last[compute] = done.Task;
        }

        try
        {
            await before.WaitAsync(cancellationToken);
            return await operation();
        }
        finally
        {
            Finish(compute, before, done);
        }
    }

    private void Finish(ComputeId compute, Task before, TaskCompletionSource done)
    {
        if (!before.IsCompleted)
        {
            // Cancelled while it waited: the next one still waits for the one before.
            before.ContinueWith(
                _ => Finish(compute, before, done),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            return;
        }

        lock (_lock)
        {
            if (_last.TryGetValue(compute, out var last) && last == done.Task)
            {
                _last.Remove(compute);
            }
        }

        done.SetResult();
    }
}
