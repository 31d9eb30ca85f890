namespace Vim.Cli.Errors;

/// <summary>What scripts decide on. A number is never given another meaning.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Usage = 1;
    public const int Refused = 2;
    public const int NotFound = 3;
    public const int Conflict = 4;
    public const int InvalidInput = 5;
    public const int Unavailable = 6;
    public const int NotPermitted = 7;
    public const int Internal = 70;
    public const int Interrupted = 130;

    /// <summary>The table of <c>vimctl --help</c>.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Meanings { get; } =
    [
        (Ok, "done"),
        (Usage, "the command line is wrong"),
        (Refused, "refused: no host fits, or a host could not do it; the reasons are told"),
        (NotFound, "there is no such resource"),
        (Conflict, "exists already, is in use, or is in a state that does not allow it"),
        (InvalidInput, "the descriptor, the file or the request is wrong; each place is told"),
        (Unavailable, "the VIM cannot be reached, is overloaded, or did not answer in time: try again"),
        (NotPermitted, "not permitted, or not known to the VIM"),
        (Internal, "a fault of vimctl or of the VIM"),
        (Interrupted, "interrupted"),
    ];
}
