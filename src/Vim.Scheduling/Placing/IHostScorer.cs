namespace Vim.Scheduling.Placing;

/// <summary>Orders hosts for one request. Pure; equal values must order equally.</summary>
public interface IHostScorer
{
    /// <summary>The score of a host as it is before the request is placed; the lowest wins.</summary>
    long Score(in HostLoad host, in RequestLoad request);
}
