namespace Vim.Cli.Output;

/// <summary>Progress as lines, for pipes and logs.</summary>
internal sealed class LineProgress(Screen screen) : IProgressDisplay, IProgressSteps
{
    private readonly Lock _lock = new();

    public Task<T> ShowAsync<T>(Func<IProgressSteps, Task<T>> work) => work(this);

    public IProgressStep Begin(string what, long total) => new Step(this, what, total);

    private void Line(string text)
    {
        lock (_lock)
        {
            screen.Line(text);
        }
    }

    private sealed class Step(LineProgress owner, string what, long total) : IProgressStep
    {
        private const int Quarters = 4;
        private long _done;
        private long _shownQuarter;

        public void Advance(string part) =>
            owner.Line(FormattableString.Invariant($"{what} {Interlocked.Increment(ref _done)}/{total}: {part}"));

        public void Set(long done, long all)
        {
            var quarter = all > 0 ? Quarters * done / all : 0;
            if (quarter > Interlocked.Exchange(ref _shownQuarter, Math.Max(quarter, _shownQuarter)))
            {
                owner.Line(FormattableString.Invariant($"{what} {100 * done / all} %"));
            }
        }
    }
}
