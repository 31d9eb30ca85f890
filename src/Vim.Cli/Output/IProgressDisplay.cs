namespace Vim.Cli.Output;

/// <summary>Shows how something long goes on: bars on a terminal, lines elsewhere. On the error stream.</summary>
internal interface IProgressDisplay
{
    Task<T> ShowAsync<T>(Func<IProgressSteps, Task<T>> work);
}

/// <summary>The steps of something long. Safe to use from several threads.</summary>
internal interface IProgressSteps
{
    /// <summary>Begins a step of so many parts; 0: not known yet.</summary>
    IProgressStep Begin(string what, long total);
}

/// <summary>One step. Safe to use from several threads.</summary>
internal interface IProgressStep
{
    /// <summary>One part more is done.</summary>
    void Advance(string part);

    /// <summary>So much of so much is done.</summary>
    void Set(long done, long total);
}
