namespace Vim.Scheduling.Placing;

/// <summary>Orders what hosts would look like with the request on them. Pure.</summary>
public interface IOutcomeScorer
{
    /// <summary>The score of one outcome; the lowest wins.</summary>
    long Score(in Outcome outcome);
}
