using System.Collections.Immutable;
using Vim.Codecs;
using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Proto = Vim.Contracts.Agent.V1;

namespace Vim.AgentProtocol.Wire;

/// <summary>Outcomes and observations to and from <c>vim.agent.v1</c>.</summary>
public static class OutcomeCodec
{
    /// <summary>The longest text for people that is sent, characters.</summary>
    public const int MaxMessageLength = 4096;

    /// <summary>To the wire.</summary>
    public static Proto.CommandOutcome ToProto(this ReportOrderOutcome outcome)
    {
        var message = new Proto.CommandOutcome
        {
            CommandId = outcome.CommandId,
            ComputeId = outcome.Compute.Value,
            Incarnation = outcome.Incarnation,
        };
        if (outcome.Done is { } done)
        {
            message.Done = done.ToProto();
        }
        else if (outcome.Failure is { } failure)
        {
            var text = failure.Message;
            message.Failed = new()
            {
                Code = failure.Code,
                Message = text.Length <= MaxMessageLength ? text : text[..MaxMessageLength],
                Transient = outcome.IsTransient,
            };
        }

        return message;
    }

    /// <summary>From the wire.</summary>
    /// <param name="message">The message.</param>
    /// <param name="host">The host whose agent sent it.</param>
    /// <exception cref="FormatException">A part is missing, or is of a newer version.</exception>
    public static ReportOrderOutcome ToDomain(this Proto.CommandOutcome message, HostId host)
    {
        if (message.CommandId.Length == 0 || message.ResultCase == Proto.CommandOutcome.ResultOneofCase.None)
        {
            throw new FormatException("an outcome has no command id or no result");
        }

        var failure = message.Failed is { } failed ? new Failure(failed.Code, failed.Message) : null;
        var (compute, incarnation) = (new ComputeId(message.ComputeId), message.Incarnation);
        if (message.ComputeId.Length == 0
            && GuestOrders.TryReadSubject(message.CommandId, out compute, out incarnation))
        {
            // An agent of before cannot say what an order that it does not know is about.
            failure = new(
                ErrorCodes.NotSupported,
                $"the agent of host {host} does not know such an order; give it a newer version");
        }

        return new(
            host,
            message.CommandId,
            compute,
            incarnation,
            message.Done?.ToDomain(),
            failure,
            message.Failed?.Transient ?? false);
    }

    /// <summary>To the wire.</summary>
    /// <param name="guests">The guests.</param>
    /// <param name="isComplete">Whether they are all that there are.</param>
    /// <param name="resyncId">Of the request that it answers; empty where nobody asked.</param>
    public static Proto.ObservedGuests ToProto(
        this IEnumerable<GuestObservation> guests, bool isComplete, string resyncId)
    {
        var message = new Proto.ObservedGuests { Complete = isComplete, ResyncId = resyncId };
        message.Guests.AddRange(guests.Select(guest => guest.ToProto()));
        return message;
    }

    /// <summary>From the wire.</summary>
    /// <param name="message">The message.</param>
    /// <param name="host">The host whose agent sent it.</param>
    /// <exception cref="FormatException">A part is missing, or is of a newer version.</exception>
    public static ReportGuests ToDomain(this Proto.ObservedGuests message, HostId host) =>
        new(host, message.Complete, [.. message.Guests.Select(guest => guest.ToDomain())]);

    /// <summary>From the wire.</summary>
    /// <exception cref="FormatException">A part is missing, or is of a newer version.</exception>
    public static RegisterHost ToDomain(this Proto.Register message) => new(
        (message.Inventory ?? throw new FormatException("a registration has no inventory")).ToDomain(),
        message.Guests.Select(guest => guest.ToDomain()).ToImmutableArray(),
        message.Driver);
}
