namespace Vim.Actors.Tests.Support;

/// <summary>An asker that remembers; a second answer fails the test.</summary>
internal sealed class Asked : IAsker
{
    private Answer? _answer;

    public bool HasAnswer => _answer is not null;

    public Answer Answer => _answer ?? throw new InvalidOperationException("no answer yet");

    public object? Reply => Answer.Error is { } error ? throw new InvalidOperationException(
        error.ToString()) : Answer.Reply;

    public string? Code => Answer.Error?.Code;

    public void Answered(in Answer answer)
    {
        Assert.Null(_answer);
        _answer = answer;
    }
}
