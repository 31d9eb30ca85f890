using System.CommandLine;
using System.Globalization;
using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Output;
using Vim.Cli.Rendering;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl watch</c>.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    public static Command Create(CliApplication application)
    {
        var filter = new Option<string?>("--filter")
        {
            Description = "Or-Vi filter of changes by changeType, virtualisedResourceId, zoneId [all]",
            HelpName = "EXPRESSION",
        };
        var count = new Option<int?>("--count") { Description = "End after so many changes", HelpName = "COUNT" };
        return application.Define(
            "watch",
            "Show changes of computes as they come, until interrupted",
            context => RunAsync(context, context.Get(filter) ?? "", context.Get(count)),
            filter,
            count);
    }

    private static async Task RunAsync(CommandContext context, string filter, int? count)
    {
        var subscribed = await context.Client.CallAsync(
            OrVi.Subscribe,
            new ComputeChangeSubscribeRequest
            {
                Filter = new Filter { Expression = filter },
                IdempotencyKey = $"vimctl-{Guid.NewGuid():N}",
            },
            context.CancellationToken);
        try
        {
            var request = new ComputeChangeNotifyRequest { SubscriptionId = subscribed.SubscriptionId };
            var shown = 0;
            await foreach (var message in context.Client.StreamAsync(OrVi.Notify, request, context.CancellationToken))
            {
                Tell(context, message);
                if (message.Gap is null && ++shown == count)
                {
                    break;
                }
            }
        }
        finally
        {
            using var limit = new CancellationTokenSource(EndTime, context.Time);
            await context.Client.CallAsync(
                OrVi.TerminateSubscription,
                new ComputeChangeTerminateSubscriptionRequest { SubscriptionId = subscribed.SubscriptionId },
                limit.Token);
        }
    }

    private static void Tell(CommandContext context, ComputeChangeNotifyResponse message)
    {
        if (context.WriteNode(() => MessageText.ToNode(message), [message.Notification?.VirtualisedResourceId ?? "-"]))
        {
            context.Output.Writer.Flush();
            return;
        }

        if (message.Gap is { } gap)
        {
            context.Output.Line(new Span(
                $"changes {gap.FirstSequence} to {gap.LastSequence} are lost: list what you knew from changes anew",
                Tone.Warning));
            return;
        }

        if (message.Notification is { } change)
        {
            Tell(context.Output, change);
        }
    }

    private static void Tell(Screen output, VirtualisedResourceChangeNotification change)
    {
        var time = change.Time?.ToDateTimeOffset().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "-";
        output.Line(
            new Span($"{time}  ", Tone.Dim),
            $"{Words.Of(change.ChangeType),-12} ",
            new Span(change.VirtualisedResourceId, Tone.Accent),
            "  ",
            change.Compute is { } compute ? ComputeTable.StateOf(compute) : "",
            change.Compute is { HostId: { Length: > 0 } host } ? $" on {host}" : "");
        output.Writer.Flush();
    }
}
