using Spectre.Console;

namespace Vim.Cli.Output;

/// <summary>Progress as bars that move, for terminals.</summary>
internal sealed class BarProgress(TextWriter writer, bool hasColour) : IProgressDisplay
{
    private const int BarWidth = 30;

    public async Task<T> ShowAsync<T>(Func<IProgressSteps, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = hasColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(writer),
        });
        // The last state is drawn only when the work returns: its failure waits until then.
        return await await console.Progress()
            .AutoClear(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = BarWidth },
                new CountColumn(),
                new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var running = work(new Steps(context));
                await Task.WhenAny(running);
                return running;
            });
    }

    private sealed class Steps(ProgressContext context) : IProgressSteps
    {
        public IProgressStep Begin(string what, long total) =>
            new Step(context.AddTask(Markup.Escape(what), autoStart: true, maxValue: Math.Max(total, 1)));
    }

    private sealed class Step(ProgressTask task) : IProgressStep
    {
        public void Advance(string part) => task.Increment(1);

        public void Set(long done, long total)
        {
            task.MaxValue = Math.Max(total, 1);
            task.Value = done;
        }
    }

    /// <summary>3/7.</summary>
    private sealed class CountColumn : ProgressColumn
    {
        public override Spectre.Console.Rendering.IRenderable Render(
            Spectre.Console.Rendering.RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(FormattableString.Invariant($"{task.Value:0}/{task.MaxValue:0}"));
    }
}
