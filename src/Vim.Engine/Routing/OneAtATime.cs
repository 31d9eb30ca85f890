using Vim.Domain.Errors;

namespace Vim.Engine.Routing;

/// <summary>
/// Lets one piece of long work be done at a time, on the caller's thread; another one meanwhile is refused, so that
/// who asks often keeps no more than one core busy.
/// </summary>
/// <param name="what">The work, as the refusal names it: "repacking is being planned".</param>
internal sealed class OneAtATime(string what)
{
    private int _isUnderWay;

    /// <summary>What the work gives, or the refusal.</summary>
    public object Run(Func<object> work)
    {
        if (Interlocked.Exchange(ref _isUnderWay, 1) == 1)
        {
            return new VimError
            {
                Code = ErrorCodes.Overloaded,
                Message = $"another {what}; ask again when it is done",
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        try
        {
            return work();
        }
        finally
        {
            Volatile.Write(ref _isUnderWay, 0);
        }
    }
}
