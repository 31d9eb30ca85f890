namespace Vim.Actors.Observing;

/// <summary>A message that was set aside because it could not be handled.</summary>
/// <param name="Actor">Whom it was for.</param>
/// <param name="Message">The message.</param>
/// <param name="Code">Why: one of <see cref="ActorErrorCodes"/>.</param>
/// <param name="Exception">What its turn threw, if it threw. For logs only, never for a client.</param>
/// <param name="Time">When.</param>
public sealed record DeadLetter(ActorId Actor, object Message, string Code, Exception? Exception, DateTimeOffset Time);
